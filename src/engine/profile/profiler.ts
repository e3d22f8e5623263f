import type { Graph } from '../graph/graph';
import type { AdapterTraits } from '../plan/traits';
import { Random } from '../random';
import { unlessCrowded } from '../runtime/device';
import type { Pictures, PictureSet } from '../pictures/pictures';
import type { PipelineCache } from '../runtime/pipelines';
import { stopwatchFor } from '../runtime/timestamps';
import { timeWith, type Patience, type Stopwatch } from '../runtime/timing';
import { Trainer, type TrainerOptions } from '../runtime/trainer';
import { workOf } from './arithmetic';
import type { ProfileProgress, ProfileReport, ProfileRow } from './report';
import { measurePeaks } from './roofline';

export interface ProfileOptions {
  readonly batch: number;
  readonly normalisation: TrainerOptions['normalisation'];
  /** With what the tuner found, so that the same kernels are measured that train. */
  readonly traits: AdapterTraits;
  readonly update?: TrainerOptions['update'];
  readonly prover?: TrainerOptions['prover'];
  /** What the adapter calls itself. */
  readonly adapter: string;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** In place of the best that the device has; let go of at the end. */
  readonly watch?: Stopwatch;
}

/** What takes longer than this is measured once, so that a slow adapter answers in a few times the time of its step. */
const PATIENCE: Patience = { rounds: 3, giveUpAbove: 150 };
const STEPS = 3;
const CROWDED = 'training.noRoomToProfile';
const NO_UPDATE = { learningRate: 0, momentum: 0, weightDecay: 0 };

/**
 * Measures every dispatch of a training step, the whole step and the adapter's peaks, on a trainer of its own: a run that
 * trains keeps its weights. The network has initial weights and the pictures are noise; its updates change nothing.
 * Stops before each measurement, so that it can be broken off (by `return`, with undefined); nothing else may use the
 * device from each `next` to its answer.
 * @throws ProblemError where the adapter cannot hold the network; `training.noRoomToProfile` where it has no room for a second
 * one beside the run.
 */
export async function* profile(
  device: GPUDevice,
  graph: Graph,
  pipelines: PipelineCache,
  options: ProfileOptions,
): AsyncGenerator<ProfileProgress, ProfileReport | undefined> {
  const { batch, normalisation, traits, update, prover, adapter, now } = options;
  const pictures = noise(graph);
  const making = Trainer.create(device, graph, pipelines, { batch, seed: 1, normalisation, traits, pictures, prover, ...(update ? { update } : {}) });
  const trainer = await unlessCrowded(making, CROWDED);
  const watch = options.watch ?? stopwatchFor(device, now);
  try {
    const { dispatches } = trainer.plan;
    const total = dispatches.length + 2;
    const indices = Uint32Array.from({ length: batch }, (_, index) => index);
    // Drivers finish compiling at the first run; and the dispatches find in memory what they would find in a step, because
    // they are measured in its order and each gives the same however often it runs.
    await trainer.step(pictures, indices, NO_UPDATE);

    yield { done: 0, total };
    const stepMilliseconds = await timeSteps(trainer, pictures, indices, now);
    const rows: ProfileRow[] = [];
    for (const [at, dispatch] of dispatches.entries()) {
      yield { done: at + 1, total };
      const milliseconds = await timeWith(watch, (pass) => trainer.executor.dispatch(pass, at), PATIENCE);
      const { path, pass, kernel, variant } = dispatch;
      rows.push({ path, pass, kernel, variant, milliseconds, ...workOf(dispatch) });
    }
    yield { done: total - 1, total };
    const peaks = await unlessCrowded(measurePeaks(device, watch, { ...PATIENCE, parallelism: traits.parallelism }), CROWDED);
    return { device: adapter, batch, method: watch.method, rows, stepMilliseconds, peaks };
  } finally {
    watch.destroy();
    trainer.destroy();
  }
}

/** Milliseconds of a step among others, as in training. */
async function timeSteps(trainer: Trainer, pictures: Pictures, indices: Uint32Array, now: () => number): Promise<number> {
  const began = now();
  await trainer.step(pictures, indices, NO_UPDATE);
  const first = now() - began;
  trainer.paceBy(first);
  if (first > (PATIENCE.giveUpAbove ?? 0)) return first;
  const again = now();
  await Promise.all(Array.from({ length: STEPS }, () => trainer.step(pictures, indices, NO_UPDATE)));
  return (now() - again) / STEPS;
}

/** Pictures of random bytes and random classes: zeros could be multiplied faster on some adapters. */
function noise({ input, output }: Graph): PictureSet {
  const random = Random.from(1);
  const picture = Uint8Array.from({ length: input.channels * input.height * input.width }, () => random.below(256));
  return { count: 1, label: (index) => index % output.channels, picture: () => picture };
}
