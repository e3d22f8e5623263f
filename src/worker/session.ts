import { parseModel } from '../engine/graph/parse';
import { buildGraph } from '../engine/graph/graph';
import { updateOptions } from '../engine/optim/update';
import { planTraining } from '../engine/plan/plan';
import { ProblemError } from '../engine/problem';
import type { TuningStore } from '../engine/tuning/memory';
import type { DataRoom } from './dataRoom';
import { Evaluating } from './evaluating';
import { GradientFlow } from './gradientFlow';
import { Explaining } from './inside/explaining';
import { FeatureMaps } from './inside/featureMaps';
import { Health } from './inside/health';
import { Kernels } from './inside/kernels';
import { Inquiries } from './inside/inquiries';
import { Why } from './inside/why';
import type { Budget, FromWorker, Inquiry, PreviewRequest, RateRange, RunConfig, RunReport, SweepPurpose, ToWorker, Wishes } from './messages';
import { openGpu, problemOf } from './openGpu';
import { Predictions } from './predictions';
import { Preview } from './preview';
import { Profiling } from './profiling';
import { RangeTesting } from './rangeTesting';
import { Run } from './run';
import { Sweeping } from './sweeping';
import { Watching } from './watching';
import { Workbench } from './workbench';

const IDLE: RunReport = { phase: 'idle', step: 0, stepsTotal: 0, stepsPerEpoch: 0, epochs: 0, picturesPerSecond: 0, seconds: 0 };

/** What the page asks for, done: holds the device, the data and the run. */
export class Session {
  private workbench: Workbench | undefined;
  private readonly maps = new FeatureMaps(() => this.workbench);
  private readonly why = new Why(() => this.workbench);
  private readonly explaining = new Explaining(
    () => this.workbench,
    (message) => this.send(message),
  );
  private readonly kernels = new Kernels();
  private readonly health = new Health(() => this.workbench);
  private readonly watching = new Watching([new Predictions(), this.maps, this.kernels, this.health, this.why]);
  private readonly inquiries = new Inquiries((message) => this.send(message));
  private run: Run | undefined;
  private profiling: Profiling | undefined;
  private testing: RangeTesting | undefined;
  private readonly evaluating: Evaluating;
  private readonly sweepings: Partial<Record<SweepPurpose, Sweeping>> = {};
  private gradientFlow: GradientFlow | undefined;
  private preview: Promise<Preview> | undefined;
  /** Resolves once the run before has let go of its memory. */
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly data: DataRoom,
    private readonly store: TuningStore,
    private readonly send: (message: FromWorker) => void,
  ) {
    this.evaluating = new Evaluating(send);
  }

  async hear(message: ToWorker): Promise<void> {
    switch (message.type) {
      case 'open':
        // One after the other: drawing Shapes-10 takes this thread for a second or two, and the page should say what it has found.
        await this.openDevice();
        return this.data.open();
      case 'loadFiles':
        return this.data.load(message.files.map(({ file, path }) => ({ name: path, size: file.size, stream: () => file.stream() })));
      case 'cancelLoad':
        return this.data.cancel();
      case 'useShapes':
        return this.data.useShapes();
      case 'useKept':
        return this.data.useKept();
      case 'removeData':
        return this.data.remove();
      case 'start':
        return this.begin(message.run, Infinity);
      case 'step':
        if (message.run) return this.begin(message.run, 1);
        return this.run?.step();
      case 'pause':
        return this.run?.pause();
      case 'resume':
        return this.run?.resume();
      case 'goBack':
        return this.run?.goBack();
      case 'setLive':
        return this.run?.setLive(message.live);
      case 'watch':
        return this.watch(message.wishes);
      case 'preview':
        return this.show(message.request);
      case 'profile':
        return this.measure(message.run);
      case 'cancelProfile':
        return this.profiling?.cancel();
      case 'rangeTest':
        return this.testRange(message.run, message.range);
      case 'cancelRangeTest':
        return this.testing?.cancel();
      case 'sweep':
        return this.sweep(message.of, message.runs, message.budget);
      case 'cancelSweep':
        return this.sweepings[message.of]?.cancel();
      case 'evaluate':
        return this.evaluating.run(this.run, message.pictures);
      case 'cancelEvaluation':
        return this.evaluating.cancel();
      case 'showTestPictures':
        return this.evaluating.show(message.indices);
      case 'gradientFlow':
        return this.readGradients(message.runs, message.steps);
      case 'cancelGradientFlow':
        return this.gradientFlow?.cancel();
      case 'inquire':
        return this.inquire(message.inquiry);
      case 'cancelInquiry':
        return this.inquiries.cancel(message.kind);
      case 'showTestPicture':
        return this.showTestPicture(message.index);
      case 'explain':
        return this.explaining.explain(this.run, message.pixels, message.unit);
      case 'endExplaining':
        return this.explaining.end();
      case 'reset':
        this.letGo();
        this.run = undefined;
        return this.send({ type: 'run', report: IDLE });
    }
  }

  private async openDevice(): Promise<void> {
    const gpu = await openGpu();
    if ('status' in gpu) return this.send({ type: 'device', report: gpu });
    const { device, facts } = gpu;
    void device.lost.then(({ reason, message }) => this.send({ type: 'device', report: { status: 'lost', reason, detail: message } }));
    device.addEventListener('uncapturederror', ({ error }) => {
      this.send({ type: 'runProblem', problem: { code: 'training.deviceRefused', params: { detail: error.message } } });
    });
    this.workbench = new Workbench(gpu, this.store, this.send);
    this.send({ type: 'device', report: { status: 'ready', adapter: facts } });
  }

  /** Refuses what cannot be trained while the present run is still there, then lets go of that and begins. */
  private async begin(config: RunConfig, steps: number): Promise<void> {
    const { workbench } = this;
    if (!workbench) return;
    const { batchSize, precision } = config.training;
    const update = updateOptions(config.training);
    try {
      planTraining(buildGraph(parseModel(config.model)), batchSize, workbench.traitsFor(precision), update);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return this.send({ type: 'runProblem', problem: error.problem });
    }
    this.letGo();
    const run = new Run(config, { workbench, dataset: this.data.dataset, watching: this.watching, send: this.send }, steps);
    this.run = run;
    run.announce();
    this.ended = this.ended.then(() => run.train());
    await this.ended;
  }

  private letGo(): void {
    this.evaluating.cancel();
    void this.explaining.end();
    this.run?.stop();
  }

  private async watch({ maps, kernels, health, why }: Wishes): Promise<void> {
    if (this.maps.wish(maps)) this.watching.renew(this.maps);
    if (this.kernels.wish(kernels)) this.watching.renew(this.kernels);
    this.health.isWanted = health !== undefined;
    if (this.why.wish(why)) this.watching.renew(this.why);
    await this.run?.lookAgain();
  }

  private showTestPicture(index: number): void {
    const { test } = this.data.dataset;
    this.send({ type: 'testPicture', picture: { index, label: test.label(index), pixels: test.picture(index).slice() } });
  }

  /** Of a run that is there; without one there is nothing to find out. */
  private async inquire(inquiry: Inquiry): Promise<void> {
    const { workbench, run } = this;
    if (workbench && run) await this.inquiries.answer(inquiry, workbench, run);
    else this.send({ type: 'inquiryProgress', kind: inquiry.kind });
  }

  /** Beside the steps of the present run, if any: the device takes it in its turn. */
  private async show(request: PreviewRequest): Promise<void> {
    if (!this.workbench) return;
    try {
      this.preview ??= Preview.create(this.workbench);
      const preview = await this.preview;
      this.send({ type: 'preview', pictures: await preview.show(this.data.dataset, request) });
    } catch (error) {
      this.preview = undefined;
      this.send({ type: 'runProblem', problem: problemOf(error) });
    }
  }

  /** Between two steps of the present run, if any; a run that begins meanwhile waits. */
  private async measure(config: RunConfig): Promise<void> {
    const { workbench } = this;
    if (!workbench) return;
    const profiling = new Profiling(config, workbench, this.send);
    this.profiling = profiling;
    await this.lend(() => profiling.run());
  }

  /** Between two steps of the present run, if any; a run that begins meanwhile waits. */
  private async testRange(config: RunConfig, range: RateRange): Promise<void> {
    const { workbench } = this;
    if (!workbench) return;
    const testing = new RangeTesting(config, range, this.data.dataset, workbench, this.send);
    this.testing = testing;
    await this.lend(() => testing.run());
  }

  /** Between two steps of the present run, if any; a run that begins meanwhile waits. */
  private async sweep(purpose: SweepPurpose, runs: readonly RunConfig[], budget: Budget): Promise<void> {
    const { workbench } = this;
    if (!workbench) return;
    const sweeping = new Sweeping(purpose, runs, budget, this.data.dataset, workbench, this.send);
    this.sweepings[purpose] = sweeping;
    await this.lend(() => sweeping.run());
  }

  /** Between two steps of the present run, if any; a run that begins meanwhile waits. */
  private async readGradients(runs: readonly RunConfig[], steps: number): Promise<void> {
    const { workbench } = this;
    if (!workbench) return;
    const gradientFlow = new GradientFlow(runs, steps, this.data.dataset, workbench, this.send);
    this.gradientFlow = gradientFlow;
    await this.lend(() => gradientFlow.run());
  }

  private async lend(work: () => Promise<void>): Promise<void> {
    const done = this.run ? this.run.lend(work) : this.ended.then(work);
    this.ended = Promise.all([this.ended, done]).then(() => undefined);
    await done;
  }
}
