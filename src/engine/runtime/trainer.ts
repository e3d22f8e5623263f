import type { Prover } from '../check/prover';
import { partOf, type BatchChanges, type Change } from '../pictures/augmentation';
import { crossEntropy } from '../metrics/calibration';
import { rightOnes, type EvaluationMetrics, type Metrics } from '../metrics/evaluation';
import { unpackTensor } from './tensors';
import type { Graph } from '../graph/graph';
import { metricsStruct } from '../kernels/shared';
import { PLAIN_SGD, type UpdateOptions } from '../optim/update';
import type { PlannedState } from '../plan/types';
import { planTraining, replan, type TrainingPlan } from '../plan/plan';
import type { AdapterTraits } from '../plan/traits';
import { DIVERGED, fail } from '../problem';
import { Random } from '../random';
import { meanLogits, testTimeViews, type TestTimeLevel } from '../pictures/testTime';
import { initialWeights } from '../weights/initialise';
import { namedTensors, type NamedTensor } from '../weights/layout';
import { tune, type Found } from '../tuning/tune';
import { BatchLoader, type Hyperparameters, type PictureSource, type TrainingStep } from './batch';
import { Executor, flopsOf, valuesOf, type CompileProgress, type Substitutes } from './executor';
import { scalesAndShifts, type ChannelStatistics, type PictureSet } from '../pictures/pictures';
import type { PipelineCache } from './pipelines';
import { ReadbackRing } from './ring';

export interface TrainerOptions {
  readonly batch: number;
  readonly seed: number;
  /** Means and deviations of the channels, of pictures scaled to [0, 1]. */
  readonly normalisation: readonly ChannelStatistics[];
  readonly traits: AdapterTraits;
  /** What becomes of the gradients: plain SGD where nothing is said. */
  readonly update?: UpdateOptions;
  /** What it trains on, where its first weights may depend on them: see `initialWeights`. */
  readonly pictures?: PictureSet;
  /** In place of initial weights drawn from the seed. */
  readonly weights?: readonly NamedTensor[];
  readonly onCompile?: CompileProgress;
  /** Compares every operator with plain arithmetic before it trains; without, all are trusted. */
  readonly prover?: Prover | undefined;
  /** Begins with what compiles soonest, and goes over to what runs best once that is compiled too. */
  readonly hurry?: boolean;
}

/** The weights as they now are, or their running mean. */
export type WeightsRead = 'present' | 'average';

/** Which weights an evaluation takes, and what it takes the mean of. */
export interface Evaluation {
  readonly weights?: WeightsRead;
  readonly level?: TestTimeLevel;
}

/** GPU time that one submit may take, so that a browser can draw in between. */
const SUBMIT_MILLISECONDS = 100;
/** Keeps the streams of the steps' random bits apart from those of orders, weights and augmentation. */
const STEP_STREAM = 3;

/**
 * One network in training on one device. A step is recorded and submitted without waiting for the device; its figures
 * come back later through a ring of buffers. Who calls `step` decides how many steps are in flight.
 */
export class Trainer {
  private readonly ring: ReadbackRing;
  private readonly logitRing: ReadbackRing;
  private readonly loader: BatchLoader;
  private steps = 0;
  private batches = 0;
  /** Batches of the last step. */
  private batchesPerStep = 1;
  /** Whether there is a running mean of these weights. */
  private hasMean = false;
  /** What the forward pass reads where it is to read that mean. */
  private readonly mean: Substitutes;
  private isHurried = false;
  private settling: Promise<void> = Promise.resolve();
  /** Milliseconds a floating-point operation takes, once a step was timed: long steps are cut into several submits. */
  private millisecondsPerFlop = 0;

  private constructor(
    readonly graph: Graph,
    readonly executor: Executor<TrainingPlan>,
    private readonly pipelines: PipelineCache,
    private present: AdapterTraits,
    private readonly seed: number,
    private readonly prover: Prover | undefined,
  ) {
    const { storages, output, ports } = this.plan;
    this.mean = meanOf(ports);
    this.ring = new ReadbackRing(executor.device, metricsStruct.bytes);
    this.logitRing = new ReadbackRing(executor.device, storages[output.storage]?.bytes ?? 0);
    this.loader = new BatchLoader(executor, graph.input);
  }

  /**
   * @throws ProblemError when the adapter cannot hold the network (before anything is allocated), the weights do not fit it, or no
   * right kernel is left for one of its operators.
   */
  static async create(device: GPUDevice, graph: Graph, pipelines: PipelineCache, options: TrainerOptions): Promise<Trainer> {
    const { traits, hurry = false, update = PLAIN_SGD, normalisation: statistics, pictures, prover, onCompile } = options;
    const make = ({ choice, ...rest }: AdapterTraits) => planTraining(graph, options.batch, { ...rest, choice: { ...choice, hurry } }, update);
    const first = make(traits);
    if (options.weights) checkWeights(first, options.weights);
    const making = prover
      ? prover.settle(make, traits, onCompile).then((plan) => Executor.create(device, plan, pipelines))
      : Executor.create(device, first, pipelines, onCompile);
    // Drawn while the device compiles.
    const weights = options.weights ?? initialWeights(graph, options.seed, pictures && { pictures, normalisation: statistics });
    const executor = await making;
    const { ports, segments } = executor.plan;
    executor.write(ports.normalisation, scalesAndShifts(statistics));
    executor.write(ports.segments, segments);
    const trainer = new Trainer(graph, executor, pipelines, traits, options.seed, prover);
    trainer.writeWeights(weights);
    trainer.isHurried = hurry;
    return trainer;
  }

  get plan(): TrainingPlan {
    return this.executor.plan;
  }

  /** What decides how the operators run, with what was tuned. */
  get traits(): AdapterTraits {
    return this.prover?.allowed(this.present) ?? this.present;
  }

  /**
   * Submits one step on the pictures at `indices`; resolves with their figures before its update once the device is done.
   * More than a batch of them are taken as several batches with one update, which is that of all of them together.
   * @param changes what is done to the pictures, from `drawChanges`.
   * @throws RangeError for more pictures than a batch where the plan does not gather gradients.
   * @throws ProblemError `training.notFinite`, out of the promise, where the loss is none.
   */
  step(pictures: PictureSource, indices: Uint32Array, hyperparameters: Hyperparameters, changes?: BatchChanges): Promise<Metrics> {
    const { batch, dispatches, gatheredCount, ports } = this.plan;
    const count = ports.gathered === undefined ? 1 : Math.max(1, Math.ceil(indices.length / batch));
    const parts = Array.from({ length: count }, (_, part) => {
      const [from, to] = count === 1 ? [0, indices.length] : [part * batch, (part + 1) * batch];
      const step: TrainingStep = {
        ...{ settings: hyperparameters, seed: Random.from(this.seed, STEP_STREAM, this.batches + part + 1).next(), update: this.steps + 1 },
        ...{ total: indices.length, accumulating: part > 0, isFirstOfMean: !this.hasMean },
      };
      const chosen = indices.subarray(from, to);
      this.loader.load(pictures, chosen, step, changes && partOf(changes, from, from + chosen.length));
      const read = this.submit(part === count - 1 ? dispatches.length : gatheredCount, this.ring, this.executor.buffer(ports.metrics));
      return read().then((bytes) => metricsOf(bytes, chosen.length));
    });
    const step = ++this.steps;
    this.batches += count;
    this.batchesPerStep = count;
    this.hasMean = ports.average !== undefined;
    const metrics = Promise.all(parts).then((found) => {
      if (found.some(({ broken }) => broken)) fail(DIVERGED, { step });
      return together(found);
    });
    if (this.isHurried) {
      this.isHurried = false;
      // Compiled beside the steps that follow. Where the device refuses what would run best, what it has taken serves on.
      this.settling = metrics.then(() => this.goOver()).catch(() => undefined);
    }
    return metrics;
  }

  /**
   * Mean loss and accuracy over the pictures at `indices`, from their {@link logits}. Training does not notice.
   * @throws ProblemError `training.notFinite` where the loss is none.
   */
  async evaluate(pictures: PictureSource, indices: Uint32Array, how: Evaluation = {}): Promise<EvaluationMetrics> {
    const labels = Uint8Array.from(indices, (index) => pictures.label(index));
    const predicted = { labels, logits: await this.logits(pictures, indices, how), classes: this.plan.classes };
    const loss = crossEntropy(predicted);
    if (!Number.isFinite(loss)) fail(DIVERGED, { step: this.steps, context: this.steps === 0 ? 'begin' : 'after' });
    const right = rightOnes(predicted);
    return { pictures: labels.length, loss, accuracy: right.reduce((sum, each) => sum + each, 0) / Math.max(labels.length, 1), right };
  }

  /**
   * What the network makes of each picture, before the softmax: [picture][class]. Training does not notice.
   * @param how weights: as they now are (the default), or their running mean, where the plan keeps one and there was an update;
   *   level: above 0 (the default), the mean of the logits over several views of each picture (test-time augmentation).
   */
  async logits(pictures: PictureSource, indices: Uint32Array, { weights = 'present', level = 0 }: Evaluation = {}): Promise<Float32Array> {
    const { batch, classes } = this.plan;
    const result = new Float32Array(indices.length * classes);
    const take = async (at: number, found: Promise<Float32Array>) => result.set((await found).subarray(0, (indices.length - at) * classes), at * classes);
    // The device has the next batch while this one's values come back.
    let before: Promise<void> | undefined;
    for (let at = 0; at < indices.length; at += batch) {
      const next = take(at, this.viewed(pictures, indices.subarray(at, at + batch), level, this.hasMean ? weights : 'present'));
      // It is awaited in its turn; a failure that comes sooner must not end the process unheard.
      next.catch(() => undefined);
      await before;
      before = next;
    }
    await before;
    return result;
  }

  /** The mean of one batch's logits over the views of a level. */
  private async viewed(pictures: PictureSource, part: Uint32Array, level: TestTimeLevel, weights: WeightsRead): Promise<Float32Array> {
    const seen = testTimeViews[level].map(async ({ change, weight }) => ({ logits: await this.look(pictures, part, change, weights), weight }));
    return meanLogits(await Promise.all(seen));
  }

  /** Logits of one batch of pictures that are all changed alike: [picture][class]. */
  private async look(pictures: PictureSource, part: Uint32Array, change: Change, weights: WeightsRead): Promise<Float32Array> {
    const { batch, forwardCount, storages, output } = this.plan;
    this.loader.load(pictures, part, 'evaluation', { pictures: Array.from(part, () => change) });
    // All that comes before the loss.
    const read = this.submit(forwardCount - 1, this.logitRing, this.executor.buffer(output.storage), weights);
    return unpackTensor(output, batch, valuesOf(await read(), storages[output.storage]));
  }

  /**
   * Looks at what the last update has made, which no further step does: whether it gives the pictures at `indices` losses that
   * are numbers, and whether all its weights are. So does what a run ends or rests with.
   * @throws ProblemError `training.notFinite`
   */
  async examine(pictures: PictureSource, indices: Uint32Array): Promise<void> {
    for (const weights of this.hasMean ? (['present', 'average'] as const) : (['present'] as const)) {
      await this.evaluate(pictures, indices, { weights });
      await this.readSoundWeights(weights);
    }
  }

  /** As {@link readWeights}, of weights that are to be kept. @throws ProblemError `training.notFinite` where one is no finite number. */
  async readSoundWeights(weights: WeightsRead = 'present'): Promise<NamedTensor[]> {
    const tensors = await this.readWeights(weights);
    const broken = tensors.find((tensor) => !isSound(tensor));
    if (broken) fail(DIVERGED, { step: this.steps, context: 'weights', name: broken.name });
    return tensors;
  }

  /**
   * The weights, by PyTorch's names and in its layouts.
   * @param weights as they now are, or their running mean, where the plan keeps one and there was an update.
   */
  async readWeights(weights: WeightsRead = 'present'): Promise<NamedTensor[]> {
    const { parameters, states, frozen, ports } = this.plan;
    const isMean = this.hasMean && weights === 'average';
    const read = async (planned: readonly PlannedState[], storage: number | undefined) =>
      storage === undefined ? [] : namedTensors(planned, await this.executor.readValues(storage));
    const lists = [
      read(parameters, isMean ? ports.average : ports.parameters),
      read(frozen, ports.frozen),
      read(states, isMean ? ports.averageState : ports.state),
    ];
    return (await Promise.all(lists)).flat();
  }

  /** Copies its weights to another plan of the same network, or of a part of it, on the same device. Both keep them in 32 bits. */
  copyWeights(to: Executor, weights: WeightsRead = 'present'): void {
    const { executor } = this;
    const from = this.plan.ports;
    const into = to.plan.ports;
    const isMean = this.hasMean && weights === 'average';
    const encoder = executor.device.createCommandEncoder();
    const copy = (kind: 'parameters' | 'frozen' | 'states', source: number | undefined, target: number | undefined) => {
      if (source === undefined || target === undefined) return;
      for (const { name, offset, bytes } of to.plan[kind]) {
        const own = this.plan[kind].find((tensor) => tensor.name === name);
        if (own) encoder.copyBufferToBuffer(executor.buffer(source), own.offset, to.buffer(target), offset, bytes);
      }
    };
    copy('parameters', isMean ? from.average : from.parameters, into.parameters);
    copy('frozen', from.frozen, into.frozen);
    copy('states', isMean ? from.averageState : from.state, into.state);
    executor.device.queue.submit([encoder.finish()]);
  }

  /** Gradients of the last step's loss, before clipping and weight decay, by PyTorch's names and in its layouts. Zero before the first step. */
  async readGradients(): Promise<NamedTensor[]> {
    const { parameters, ports, lossScale } = this.plan;
    if (ports.gathered !== undefined) return namedTensors(parameters, await this.executor.readValues(ports.gathered));
    const partials = await this.executor.readValues(ports.gradients);
    return parameters.flatMap((parameter) => {
      const { bytes, gradientOffset, splits } = parameter;
      const sum = new Float32Array(bytes / 4);
      for (let split = 0; split < splits; split++) {
        const from = gradientOffset / 4 + split * sum.length;
        for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (partials[from + at] ?? 0) / lossScale;
      }
      return namedTensors([{ ...parameter, offset: 0 }], sum);
    });
  }

  /** Replaces the weights; the optimiser's memory stays, their running mean begins anew. @throws ProblemError for a tensor that is missing, unknown, of another shape or no finite number. */
  writeWeights(weights: readonly NamedTensor[]): void {
    checkWeights(this.plan, weights);
    const { parameters, states, ports } = this.plan;
    this.executor.writeWeights(weights);
    this.executor.writeTensors(parameters, weights, [ports.slow]);
    this.executor.writeTensors(states, weights, [ports.slowState]);
    this.hasMean = false;
  }

  /**
   * Measures ways to run the network's operators, one after another, and runs them the fastest way when all is measured or
   * `budget` milliseconds are spent. Must have the device for itself from each `next` to its answer; steps may come between.
   * @param now a clock in milliseconds.
   * @returns what was found.
   */
  async *tune(budget: number, now: () => number): AsyncGenerator<Found, Found> {
    await this.settle();
    const { plan, pipelines, traits } = this;
    const found = yield* tune(plan, { device: this.executor.device, pipelines, traits, budget, now });
    await this.adopt(found);
    return found;
  }

  /** Resolves when nothing of a hurried beginning compiles any more. A process that ends before may be torn down with the compiler at work. */
  settle(): Promise<void> {
    return this.settling;
  }

  /** Runs operators from the next step on as a tuner found best; values differ in their last bits at most. */
  async adopt(found: Found): Promise<void> {
    // What goes over later would undo it.
    await this.settling;
    const tuned = new Map([...(this.present.choice.tuned ?? []), ...found]);
    this.present = { ...this.present, choice: { ...this.present.choice, tuned } };
    await this.goOver();
  }

  /** Runs every operator as the traits now say, once it was found right. */
  private async goOver(): Promise<void> {
    const remake = (traits: AdapterTraits) => replan(this.plan, traits);
    const plan = this.prover ? await this.prover.settle(remake, this.present) : remake(this.present);
    await this.executor.adopt(plan, this.pipelines);
  }

  /** Tells the trainer how long a step takes on the device, in milliseconds, so that none of its submits blocks the device for long. */
  paceBy(stepMilliseconds: number): void {
    this.millisecondsPerFlop = stepMilliseconds / Math.max(flopsOf(this.plan.dispatches) * this.batchesPerStep, 1);
  }

  destroy(): void {
    this.ring.destroy();
    this.logitRing.destroy();
    this.loader.destroy();
    this.executor.destroy();
  }

  /** Submits the first `count` dispatches, cut where a submit would take too long, and the copy of a result. */
  private submit(count: number, ring: ReadbackRing, result: GPUBuffer, weights: WeightsRead = 'present'): () => Promise<ArrayBuffer> {
    const { device, plan } = this.executor;
    const substitutes = weights === 'average' ? this.mean : undefined;
    let encoder = device.createCommandEncoder();
    let from = 0;
    let milliseconds = 0;
    for (let at = 0; at < count; at++) {
      const cost = (plan.dispatches[at]?.flops ?? 0) * this.millisecondsPerFlop;
      if (at > from && milliseconds + cost > SUBMIT_MILLISECONDS) {
        this.executor.encode(encoder, from, at, substitutes);
        device.queue.submit([encoder.finish()]);
        encoder = device.createCommandEncoder();
        [from, milliseconds] = [at, 0];
      }
      milliseconds += cost;
    }
    this.executor.encode(encoder, from, count, substitutes);
    const read = ring.record(encoder, result);
    device.queue.submit([encoder.finish()]);
    return read;
  }
}

/** What a batch gives; `broken` where the loss of any of its pictures is infinite or not a number. */
function metricsOf(bytes: ArrayBuffer, pictures: number): Metrics & { readonly broken: boolean } {
  const { lossSum, correct, broken } = metricsStruct.read(new DataView(bytes));
  const loss = lossSum / pictures;
  return { pictures, loss, accuracy: correct / pictures, broken: broken > 0 || !Number.isFinite(loss) };
}

/** The figures of several batches, as if they were one. */
function together(parts: readonly Metrics[]): Metrics {
  const sum = (figure: (part: Metrics) => number) => parts.reduce((total, part) => total + figure(part), 0);
  const pictures = sum((part) => part.pictures);
  const count = Math.max(pictures, 1);
  return {
    pictures,
    loss: sum(({ loss, pictures: of }) => loss * of) / count,
    accuracy: Math.round(sum(({ accuracy, pictures: of }) => accuracy * of)) / count,
  };
}

/** The mean lies as the weights do, so that only the storages are others. */
function meanOf({ parameters, halves = parameters, state, averageRead, averageState }: TrainingPlan['ports']): Substitutes {
  const pairs: [number, number][] = [];
  if (averageRead !== undefined) pairs.push([halves, averageRead]);
  if (state !== undefined && averageState !== undefined) pairs.push([state, averageState]);
  return new Map(pairs);
}

const isSound = ({ data }: NamedTensor): boolean => data.every(Number.isFinite);

function checkWeights(plan: TrainingPlan, weights: readonly NamedTensor[]): void {
  const wanted = [...plan.parameters, ...plan.frozen, ...plan.states];
  const given = new Map<string, NamedTensor>();
  for (const tensor of weights) given.set(tensor.name, tensor);
  const prefix = prefixOf(
    given,
    wanted.map(({ name }) => name),
  );
  if (prefix !== undefined) fail('model.weightPrefix', { prefix });
  for (const { name, spec } of wanted) {
    const tensor = given.get(name);
    if (!tensor) fail('model.weightMissing', { name }, name);
    if (tensor.shape.join() !== spec.shape.join()) {
      fail('model.weightShape', { name, found: tensor.shape.join(', '), expected: spec.shape.join(', ') }, name);
    }
    if (!isSound(tensor)) fail('model.weightNotFinite', { name }, name);
  }
  const known = new Set(wanted.map(({ name }) => name));
  for (const { name } of weights) if (!known.has(name)) fail('model.weightUnknown', { name }, name);
}

/** What all names that are wanted have before them in a file, as wrappers of PyTorch leave it (`module.`, `_orig_mod.`). */
function prefixOf(given: ReadonlyMap<string, NamedTensor>, wanted: readonly string[]): string | undefined {
  const [first] = wanted;
  if (first === undefined || given.has(first)) return undefined;
  const names = [...given.keys()];
  const prefixes = names.filter((name) => name.endsWith(`.${first}`)).map((name) => name.slice(0, -first.length));
  return prefixes.find((prefix) => wanted.every((name) => given.has(prefix + name)) || names.every((name) => name.startsWith(prefix)));
}
