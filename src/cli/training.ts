import { CHANNELS, fileOrder } from '../data/batches';
import { batchesOf, lengthOf, type Batch, type Course } from '../data/course';
import type { Dataset } from '../data/types';
import { drawChanges } from '../engine/pictures/augmentation';
import { Prover } from '../engine/check/prover';
import type { Graph } from '../engine/graph/graph';
import type { ModelSpec } from '../engine/graph/spec';
import { BestWeights } from '../engine/optim/bestWeights';
import { settingsAt } from '../engine/optim/recipe';
import { updateOptions } from '../engine/optim/update';
import type { PictureSource } from '../engine/runtime/batch';
import { DeviceDataset } from '../engine/runtime/dataset';
import { deviceTraits, identify, requestDevice } from '../engine/runtime/device';
import { PipelineCache } from '../engine/runtime/pipelines';
import { Trainer, type TrainerOptions } from '../engine/runtime/trainer';
import type { Metrics } from '../engine/metrics/evaluation';
import { TuningMemory } from '../engine/tuning/memory';
import { TUNING_BUDGET } from '../engine/tuning/tune';
import { TuningTurns } from '../engine/tuning/turns';
import type { NamedTensor } from '../engine/weights/layout';
import { loadData } from './data';
import { openAdapter } from './device';
import { from } from './errors';
import { loadWeights, modelGraph } from './files';
import { interruption, unlessInterrupted } from './interruption';
import type { TrainOptions } from './options';
import type { Report } from './report';
import { fileStore, tuningFile } from './tuningFile';

/** Steps that are on their way before the oldest is waited for: the GPU is never idle, and memory stays bounded. */
const IN_FLIGHT = 8;

export const now = () => performance.now();

/** What is trained, on what and where: all runs of a command share it. */
export interface Host {
  readonly model: ModelSpec;
  readonly graph: Graph;
  /** To begin with, where there is a file of them. */
  readonly weights: readonly NamedTensor[] | undefined;
  readonly adapter: GPUAdapter;
  readonly device: GPUDevice;
  readonly pipelines: PipelineCache;
  readonly data: Dataset;
  /** The training set of `data`, on the device where that holds it. */
  readonly train: PictureSource;
  /** Keeps what the tuner finds between the steps; none where nothing is to be tuned. */
  readonly tuning: TuningMemory | undefined;
  /** Compares operators before they train; none where they are to be trusted. */
  readonly prover: Prover | undefined;
}

/** Reads and opens all that the options name. @returns the exit status where another process did the work. @throws UsageError, ProblemError */
export async function openHost(options: TrainOptions, model: ModelSpec): Promise<Host | number> {
  const graph = await from(options.model, () => modelGraph(model));
  const adapter = await openAdapter(options.adapter);
  if (typeof adapter === 'number') return adapter;
  const weights = options.init === undefined ? undefined : await loadWeights(options.init);
  const data = await loadData(options);
  const device = await requestDevice(adapter);
  const train = (await DeviceDataset.create(device, data.train, graph.input)) ?? data.train;
  // Dawn names the driver with its version in the description.
  const tuning = options.repeatable ? undefined : new TuningMemory(fileStore(tuningFile()), identify(adapter), `Dawn ${process.version}`);
  const pipelines = new PipelineCache(device);
  const prover = options.check ? new Prover(device, pipelines, now) : undefined;
  return { model, graph, weights, adapter, device, pipelines, data, train, tuning, prover };
}

/** What a trainer of these options is made with; the profiler's too. */
export async function trainerOptions({ adapter, device, tuning, prover, weights, data }: Host, options: TrainOptions): Promise<TrainerOptions> {
  const tuned = await tuning?.recall();
  const traits = { ...deviceTraits(device, identify(adapter).software), precision: options.precision };
  return {
    batch: batchOf(options),
    seed: options.seed,
    normalisation: CHANNELS,
    pictures: data.train,
    traits: tuned ? { ...traits, choice: { ...traits.choice, tuned } } : traits,
    update: updateOptions(options),
    hurry: !options.repeatable,
    prover,
    ...(weights ? { weights } : {}),
  };
}

/** Pictures that the network takes at once. Where it takes no step, two are as good as one, and need no statistics of a single value. */
function batchOf({ batchSize, steps }: TrainOptions): number {
  return steps === 0 ? Math.max(batchSize, 2) : batchSize;
}

/** @throws ProblemError behind the file that it is about. */
export async function makeTrainer(host: Host, options: TrainOptions): Promise<Trainer> {
  const { device, graph, pipelines } = host;
  const made = await trainerOptions(host, options);
  const making = Trainer.create(device, graph, pipelines, made);
  const { model, init = model } = options;
  return from(
    ({ code }) => (/^model.weight/.test(code) ? init : model),
    () => making,
  );
}

/** Waits for what the device still has to do: Dawn does not survive the end of a process with work under way. */
export async function comeToRest({ device }: Host, trainer: Trainer): Promise<void> {
  // What goes on unheard comes to an end with the device.
  if (interruption.aborted) {
    await trainer.settle();
    device.destroy();
  }
  await Promise.race([Promise.all([trainer.settle(), device.queue.onSubmittedWorkDone()]), device.lost]);
}

export function courseOf({ batchSize, accumulate, shuffle, seed, steps, epochs }: TrainOptions, data: Dataset): Course {
  const length = { ...(steps === undefined ? {} : { steps }), ...(epochs === undefined ? {} : { epochs }) };
  return { records: data.train.count, batch: batchSize * accumulate, shuffle, seed, ...length };
}

/** How far a run has come. */
export interface Trained {
  readonly steps: number;
  /** The step of the best validation, where the network has the weights of that. */
  readonly best?: number;
}

/**
 * Trains to the end, or until the validations get no better or the program is interrupted; evaluates unless it is.
 * @throws ProblemError `training.notFinite` where any figure, or a weight at the end, is none
 */
export async function trainAll({ data, train, tuning, prover }: Host, trainer: Trainer, options: TrainOptions, report: Report): Promise<Trained> {
  const course = courseOf(options, data);
  const length = lengthOf(course);
  const best = new BestWeights(options.patience);
  const pending: { readonly step: number; readonly epoch: number; readonly metrics: Promise<Metrics> }[] = [];
  let images = 0;
  let steps = 0;
  /** Milliseconds that are no training. */
  let validating = 0;
  const tellOldest = async () => {
    const oldest = pending.shift();
    if (!oldest) return;
    const { step, epoch } = oldest;
    const { loss, accuracy } = await oldest.metrics;
    report.step({ step, epoch, loss, accuracy });
  };
  const validate = async ({ step, epoch }: Batch) => {
    while (pending.length > 0) await tellOldest();
    const from = performance.now();
    const indices = fileOrder(Math.min(options.validationPictures, data.test.count));
    const metrics = await unlessInterrupted(trainer.evaluate(data.test, indices, { weights: 'average', level: options.testTimeAugmentation }));
    if (!metrics) return;
    const { loss, accuracy } = metrics;
    report.validation({ step, epoch, images: indices.length, loss, accuracy });
    await best.take(step, accuracy, () => trainer.readSoundWeights('average'));
    validating += performance.now() - from;
  };
  const turns = tuning && new TuningTurns(trainer.tune(TUNING_BUDGET, now), tuning, now);
  const began = performance.now();
  for (const batch of batchesOf(course)) {
    if (interruption.aborted) break;
    const { step, epoch, first, indices } = batch;
    const changes = drawChanges({ seed: options.seed, epoch, first }, indices, trainer.graph.input, options);
    const metrics = trainer.step(train, indices, settingsAt(options, length, step), changes);
    // It is awaited in its turn; a failure that comes sooner must not end the process unheard.
    metrics.catch(() => undefined);
    pending.push({ step, epoch, metrics });
    images += indices.length;
    steps = step;
    if (pending.length >= IN_FLIGHT) await tellOldest();
    if (turns?.isDue()) {
      while (pending.length > 0) await tellOldest();
      await turns.take();
    }
    const isDue = options.validateEvery > 0 && (step % options.validateEvery === 0 || step === length.steps);
    if (isDue) await validate(batch);
    if (best.isStale) break;
  }
  await turns?.stop();
  while (pending.length > 0) await tellOldest();
  const seconds = (performance.now() - began - validating) / 1000;
  if (steps > 0) await trainer.examine(train, fileOrder(Math.min(trainer.plan.batch, data.train.count)));
  const trained = { steps, ...(options.best && best.kept ? { best: best.kept.step } : {}) };
  if (options.best && best.kept) trainer.writeWeights(best.kept.weights);

  if (options.eval !== undefined) {
    const indices = fileOrder(options.eval === 'all' ? data.test.count : options.eval);
    const metrics = await unlessInterrupted(trainer.evaluate(data.test, indices, { weights: 'average', level: options.testTimeAugmentation }));
    if (metrics) report.eval({ images: indices.length, ...metrics });
  }
  if (!interruption.aborted) report.end({ steps, images, seconds, ...(prover ? { check: prover.report } : {}) });
  return trained;
}
