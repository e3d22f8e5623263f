import { CHANNELS, fileOrder } from '../data/batches';
import { batchesOf, lengthOf, stepsOf, stepsPerEpochOf, type Batch, type Course } from '../data/course';
import type { Dataset } from '../data/types';
import { drawChanges } from '../engine/pictures/augmentation';
import { buildGraph } from '../engine/graph/graph';
import { CIFAR_INPUT } from '../engine/graph/spec';
import { BestWeights } from '../engine/optim/bestWeights';
import { settingsAt } from '../engine/optim/recipe';
import { updateOptions } from '../engine/optim/update';
import { Trainer } from '../engine/runtime/trainer';
import type { Metrics } from '../engine/metrics/evaluation';
import { TUNING_BUDGET } from '../engine/tuning/tune';
import { TuningTurns } from '../engine/tuning/turns';
import type { Sources } from './deviceData';
import { Guests } from './guests';
import type { FromWorker, LiveSettings, RunConfig, RunPhase, RunReport, StepPoint } from './messages';
import { problemOf } from './openGpu';
import { RateMeter } from './rate';
import { Validation } from './validation';
import type { Standing, Watching } from './watching';
import type { Workbench } from './workbench';

/** What a run trains on and with. */
export interface RunTools {
  readonly workbench: Pick<Workbench, 'device' | 'newsMilliseconds' | 'pipelines' | 'deviceData' | 'tuning' | 'prover' | 'beginningTraits'>;
  readonly dataset: Dataset;
  readonly watching: Watching;
  readonly send: (message: FromWorker) => void;
}

/** The page is told of points and of the rate this often. */
const TELL_EVERY_MS = 150;

interface Flying {
  readonly batch: Batch;
  readonly metrics: Promise<Metrics>;
}

/**
 * One network in training, from its first step to its last. Nothing but the device's completion drives it, so it goes
 * on in a tab that is not seen. Steps are numbered from 1.
 */
export class Run {
  readonly course: Course;
  private readonly batches: Iterator<Batch, void>;
  private readonly flying: Flying[] = [];
  private readonly rate: RateMeter;
  private live: LiveSettings;
  private trainer: Trainer | undefined;
  private sources: Sources | undefined;
  private tuning: TuningTurns | undefined;
  private phase: RunPhase = 'preparing';
  private pipelinesDone: RunReport['pipelines'];
  /** Steps submitted, and steps whose figures are back. */
  private submitted = 0;
  private done = 0;
  /** Steps that may be submitted before the run pauses by itself. */
  private allowed: number;
  private paused = false;
  private stopped = false;
  private ended = false;
  private readonly guests = new Guests();
  private wake: (() => void) | undefined;
  private validation: Validation | undefined;
  private validatedAt = 0;
  private readonly best: BestWeights;
  /** The step that the weights are from, where they are not those of the last step. */
  private weightsFrom: number | undefined;
  private points: StepPoint[] = [];
  private toldAt = 0;

  /** @param steps how many to take before it pauses. */
  constructor(
    private readonly config: RunConfig,
    private readonly tools: RunTools,
    steps: number,
  ) {
    const { batchSize, accumulate, epochs, seed, patience } = config.training;
    this.best = new BestWeights(patience);
    this.rate = new RateMeter(tools.workbench.newsMilliseconds);
    this.course = { records: tools.dataset.train.count, batch: batchSize * accumulate, shuffle: true, seed, epochs };
    this.batches = batchesOf(this.course);
    this.live = config.training;
    this.allowed = steps;
  }

  /** Tells the page that this run takes the place of the one before. */
  announce(): void {
    this.tell(this.config);
  }

  /** Trains until the last step or a failure, and keeps the network until `stop`; what was allocated is let go then, or at a failure. */
  async train(): Promise<void> {
    try {
      if (this.stopped) return;
      await this.prepare();
      this.rate.begin(performance.now());
      while (await this.advance());
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may change while we wait
      if (!this.stopped) await this.finish();
      await this.stay();
    } catch (error) {
      if (!this.stopped) await this.failWith(error);
    } finally {
      await this.tuning?.stop();
      this.tools.watching.leave();
      this.trainer?.destroy();
      this.ended = true;
      await this.guests.receive();
    }
  }

  /** Gives the device to `work` for as long as that takes: between two steps, or at once when there are no more. */
  lend(work: () => Promise<void>): Promise<void> {
    if (this.ended) return work();
    const done = this.guests.invite(work);
    this.notify();
    return done;
  }

  /**
   * Gives the network to `work`, between two steps, or at once when there are no more.
   * @returns false where there is no network (any more): it was let go, or has failed.
   */
  async lendNetwork(work: (standing: Standing) => Promise<void>): Promise<boolean> {
    let isThere = false;
    await this.lend(async () => {
      if (this.ended || this.stopped) return;
      isThere = true;
      await work(this.standing);
    });
    return isThere;
  }

  /** Someone wants to see something else. A network in training is looked at by itself; one that rests is looked at now. */
  async lookAgain(): Promise<void> {
    if (this.phase === 'paused' || this.phase === 'finished') await this.lendNetwork((standing) => this.tools.watching.lookAll(standing));
  }

  /** No further step is submitted; the run is paused once those on their way are done. */
  pause(): void {
    this.paused = true;
    this.notify();
  }

  resume(): void {
    this.allowed = Infinity;
    this.paused = false;
    this.notify();
  }

  step(): void {
    this.allowed = this.isRunning ? 1 : this.allowed + 1;
    this.paused = false;
    this.notify();
  }

  /** Lets go of the run without a further word. */
  stop(): void {
    this.stopped = true;
    this.notify();
  }

  /** Puts the weights of the best validation back, between two steps; what the optimiser remembers stays. */
  goBack(): Promise<void> {
    return this.lend(() => this.takeBest());
  }

  /** Takes effect at the next step that is submitted. */
  setLive(live: LiveSettings): void {
    this.live = live;
    this.send({ type: 'liveChanged', step: this.submitted + 1, live });
  }

  private async prepare(): Promise<void> {
    const { workbench, dataset } = this.tools;
    const { device, pipelines, deviceData, tuning, prover } = workbench;
    const { batchSize, seed, precision, repeatable } = this.config.training;
    const traits = await workbench.beginningTraits(precision, repeatable);
    this.trainer = await Trainer.create(device, buildGraph(this.config.model), pipelines, {
      batch: batchSize,
      seed,
      normalisation: CHANNELS,
      pictures: dataset.train,
      traits,
      prover,
      update: updateOptions(this.config.training),
      hurry: !repeatable,
      onCompile: (done, total) => {
        this.pipelinesDone = { done, total };
        this.tell();
      },
    });
    this.pipelinesDone = undefined;
    // The network has the first claim on the device's memory.
    this.sources = await deviceData.of(dataset);
    const now = () => performance.now();
    if (!repeatable) this.tuning = new TuningTurns(this.trainer.tune(TUNING_BUDGET, now), tuning, now);
    await this.tools.watching.begin(this.standing);
  }

  /** Does the next thing there is to do. @returns false when all is done. */
  private async advance(): Promise<boolean> {
    if (this.stopped) return false;
    if (this.guests.areWaiting) {
      await this.landAll();
      await this.guests.receive();
      this.rate.begin(performance.now());
    } else if (this.paused) {
      await this.rest();
    } else if (this.validation || this.isValidationDue()) {
      await this.validate();
    } else if (this.submitted === stepsOf(this.course) || this.best.isStale) {
      return false;
    } else if (this.allowed === 0) {
      this.paused = true;
    } else if (this.isRunning && this.done > 0 && this.tuning?.isDue()) {
      await this.tune(this.tuning);
    } else {
      await this.submitStep();
    }
    return true;
  }

  /** One measurement of the tuner, which has the device for itself. */
  private async tune(tuning: TuningTurns): Promise<void> {
    await this.landAll();
    await tuning.take();
    this.rate.spend(performance.now());
  }

  private async submitStep(): Promise<void> {
    const next = this.batches.next();
    if (next.done) throw new Error('more steps than batches');
    this.phase = this.isRunning ? 'running' : 'paused';
    if (this.done === 0 && this.submitted === 0) this.tell();
    const { step, epoch, first, indices } = next.value;
    const settings = settingsAt({ ...this.config.training, ...this.live }, lengthOf(this.course), step);
    const changes = drawChanges({ seed: settings.seed, epoch, first }, indices, CIFAR_INPUT, settings);
    const metrics = this.network.step(this.pictures.train, indices, settings, changes);
    // It is awaited in its turn; a failure that comes sooner must not end the worker unheard.
    metrics.catch(() => undefined);
    this.flying.push({ batch: next.value, metrics });
    this.weightsFrom = undefined;
    this.submitted++;
    this.allowed--;
    while (this.flying.length >= this.rate.depth) await this.land();
    await this.watch();
  }

  /** Waits for the oldest step on its way and takes in its figures. */
  private async land(): Promise<void> {
    const oldest = this.flying.shift();
    if (!oldest) return;
    const { loss, accuracy } = await oldest.metrics;
    const { step, indices } = oldest.batch;
    this.rate.add(performance.now(), indices.length);
    this.network.paceBy(this.rate.stepMilliseconds);
    this.done = step;
    this.points.push({ ...this.place, loss, accuracy });
    if (performance.now() - this.toldAt > TELL_EVERY_MS) this.tell();
  }

  private async landAll(): Promise<void> {
    while (this.flying.length > 0) await this.land();
  }

  /** Waits, once all steps on their way are done, until there is something to do again. */
  private async rest(): Promise<void> {
    await this.landAll();
    await this.examine();
    this.rate.spend(performance.now());
    this.phase = 'paused';
    this.tell();
    await this.tools.watching.lookAll(this.standing);
    this.rate.spend(performance.now());
    if (this.paused) await this.beWoken();
    this.rate.begin(performance.now());
    if (!this.paused && this.isRunning) {
      this.phase = 'running';
      this.tell();
    }
  }

  private isValidationDue(): boolean {
    const { validateEvery } = this.config.training;
    const last = this.submitted === stepsOf(this.course);
    return validateEvery > 0 && this.validatedAt !== this.submitted && (this.submitted % validateEvery === 0 || last);
  }

  /** One batch of the validation, which a pause may interrupt. */
  private async validate(): Promise<void> {
    await this.landAll();
    this.validation ??= new Validation(this.pictures.test, this.tools.dataset.test.count, this.config.training);
    const result = await this.validation.advance(this.network);
    this.rate.spend(performance.now());
    if (!result || this.stopped) return;
    this.validation = undefined;
    this.validatedAt = this.done;
    this.flush();
    const { pictures, loss, accuracy } = result;
    this.send({ type: 'validation', point: { ...this.place, pictures, loss, accuracy } });
    await this.best.take(this.done, accuracy, () => this.network.readSoundWeights('average'));
  }

  /** Lets one of those look who are due, once all steps on their way are done. */
  private async watch(): Promise<void> {
    const watcher = this.tools.watching.due(performance.now());
    if (!watcher) return;
    await this.landAll();
    await this.tools.watching.look(watcher, this.standing);
    this.rate.spend(performance.now());
  }

  private async takeBest(): Promise<void> {
    const { kept } = this.best;
    if (!kept || this.ended || this.stopped) return;
    this.network.writeWeights(kept.weights);
    this.weightsFrom = kept.step;
    this.tools.watching.renew();
    await this.tools.watching.lookAll(this.standing);
    this.tell();
  }

  /** Finds out whether the last update has left a network that works: no step after it does. */
  private async examine(): Promise<void> {
    const { train } = this.tools.dataset;
    if (this.done > 0) await this.network.examine(this.pictures.train, fileOrder(Math.min(this.network.plan.batch, train.count)));
  }

  private async finish(): Promise<void> {
    await this.landAll();
    await this.tuning?.stop();
    await this.examine();
    await this.tools.watching.lookAll(this.standing);
    this.phase = 'finished';
    this.tell();
  }

  /** Nothing more is trained, but the network serves those who ask. */
  private async stay(): Promise<void> {
    while (!this.stopped) {
      await this.guests.receive();
      await this.beWoken();
    }
  }

  /** Waits until there may be something to do; not where there is already. */
  private async beWoken(): Promise<void> {
    if (!this.stopped && !this.guests.areWaiting) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  private async failWith(error: unknown): Promise<void> {
    // A device that is lost breaks whatever waits for it, and the session tells of the loss itself.
    const isLost = await Promise.race([this.tools.workbench.device.lost.then(() => true), delay(LOSS_NEWS_MS).then(() => false)]);
    this.phase = 'failed';
    this.tell();
    if (!isLost) this.send({ type: 'runProblem', problem: problemOf(error) });
  }

  /** Trains until it is paused; otherwise step by step. */
  private get isRunning(): boolean {
    return !Number.isFinite(this.allowed);
  }

  private get network(): Trainer {
    if (!this.trainer) throw new Error('the run is not prepared');
    return this.trainer;
  }

  private get standing(): Standing {
    const { dataset } = this.tools;
    const step = this.weightsFrom ?? this.done;
    return { trainer: this.network, sources: this.pictures, dataset, config: this.config, step, send: (message) => this.send(message) };
  }

  private get pictures(): Sources {
    if (!this.sources) throw new Error('the run is not prepared');
    return this.sources;
  }

  /** Where the run is on each of the curves' axes. */
  private get place(): Pick<StepPoint, 'step' | 'epoch' | 'seconds'> {
    return { step: this.done, epoch: this.done / this.stepsPerEpoch, seconds: this.rate.seconds };
  }

  private get stepsPerEpoch(): number {
    return stepsPerEpochOf(this.course);
  }

  private tell(config?: RunConfig): void {
    this.flush();
    this.toldAt = performance.now();
    const { kept } = this.best;
    const report: RunReport = {
      phase: this.phase,
      step: this.done,
      stepsTotal: stepsOf(this.course),
      stepsPerEpoch: this.stepsPerEpoch,
      epochs: this.config.training.epochs,
      picturesPerSecond: this.rate.picturesPerSecond,
      tuning: this.phase === 'running' && this.tuning?.isUnderWay === true,
      seconds: this.rate.seconds,
      stoppedEarly: this.phase === 'finished' && this.best.isStale && this.done < stepsOf(this.course),
      ...(kept ? { best: { step: kept.step, accuracy: kept.accuracy } } : {}),
      ...(this.weightsFrom === undefined ? {} : { weightsFrom: this.weightsFrom }),
      ...(this.pipelinesDone ? { pipelines: this.pipelinesDone } : {}),
    };
    this.send(config ? { type: 'run', report, config } : { type: 'run', report });
  }

  private flush(): void {
    if (this.points.length === 0) return;
    this.send({ type: 'points', points: this.points });
    this.points = [];
  }

  /** A run that was let go says nothing more. */
  private send(message: FromWorker): void {
    if (!this.stopped) this.tools.send(message);
  }

  private notify(): void {
    this.wake?.();
    this.wake = undefined;
  }
}

/** The news of a lost device may come after the errors that it causes. */
const LOSS_NEWS_MS = 200;
const delay = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
