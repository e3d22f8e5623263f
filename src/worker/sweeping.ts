import type { Dataset } from '../data/types';
import { lastMeanLoss } from '../engine/optim/sweep';
import { isDivergence, ProblemError } from '../engine/problem';
import type { Metrics } from '../engine/metrics/evaluation';
import type { Budget, FromWorker, RunConfig, SweepOutcome, SweepPurpose } from './messages';
import { problemOf } from './openGpu';
import { RateMeter } from './rate';
import { SideRun, type SideTools } from './sideRun';
import type { Workbench } from './workbench';

/** The page is told of new losses this often. */
const TELL_EVERY_MS = 150;

/**
 * Trains one run after another, each from fresh weights and to its end, validates it, and tells the page of each. A run that
 * cannot be made or whose loss is no number is told as such, and the next one follows. Needs the device for itself.
 */
export class Sweeping {
  private cancelled = false;
  private losses: number[] = [];
  private toldAt = 0;

  constructor(
    private readonly purpose: SweepPurpose,
    private readonly runs: readonly RunConfig[],
    private readonly budget: Budget,
    private readonly dataset: Dataset,
    private readonly tools: SideTools & Pick<Workbench, 'newsMilliseconds'>,
    private readonly send: (message: FromWorker) => void,
  ) {}

  /** Takes effect after the steps that are under way. What is told so far stands. */
  cancel(): void {
    this.cancelled = true;
  }

  async run(): Promise<void> {
    try {
      for (const [index, config] of this.runs.entries()) {
        if (this.cancelled) break;
        this.tell(index, await this.outcomeOf(index, config));
      }
      this.send({ type: 'sweepOver', of: this.purpose });
    } catch (error) {
      this.send({ type: 'sweepOver', of: this.purpose, problem: problemOf(error) });
    }
  }

  /** @returns undefined where it was cancelled before its end. */
  private async outcomeOf(index: number, config: RunConfig): Promise<SweepOutcome | undefined> {
    const losses: number[] = [];
    try {
      const side = await SideRun.create(config, this.budget, this.dataset, this.tools, 'training.noRoomToSweep');
      try {
        return await this.train(index, side, losses);
      } finally {
        side.destroy();
      }
    } catch (error) {
      // Behind the last loss there may be one update too many.
      if (isDivergence(error)) return { kind: 'diverged', step: losses.length + 1 };
      if (!(error instanceof ProblemError)) throw error;
      return { kind: 'refused', problem: error.problem };
    }
  }

  /** @param losses is given the loss of each step. */
  private async train(index: number, side: SideRun, losses: number[]): Promise<SweepOutcome | undefined> {
    const rate = new RateMeter(this.tools.newsMilliseconds);
    const flying: { readonly pictures: number; readonly metrics: Promise<Metrics> }[] = [];
    /** Takes in the oldest step on its way. */
    const land = async (): Promise<void> => {
      const oldest = flying.shift();
      if (!oldest) return;
      const { loss } = await oldest.metrics;
      rate.add(performance.now(), oldest.pictures);
      side.paceBy(rate.stepMilliseconds);
      losses.push(loss);
      this.losses.push(loss);
      if (performance.now() - this.toldAt > TELL_EVERY_MS) this.tell(index);
    };
    rate.begin(performance.now());
    for (const batch of side.batches()) {
      if (this.cancelled) break;
      const metrics = side.step(batch);
      // It is awaited in its turn; a failure that comes sooner must not end the worker unheard.
      metrics.catch(() => undefined);
      flying.push({ pictures: batch.indices.length, metrics });
      while (flying.length >= rate.depth) await land();
    }
    while (flying.length > 0) await land();
    if (!this.cancelled) await side.examine();
    const validation = side.validation();
    while (!this.cancelled) {
      const result = await side.validate(validation);
      if (result) return { kind: 'trained', trainingLoss: lastMeanLoss(losses), validation: result, seconds: rate.seconds };
    }
    return undefined;
  }

  private tell(run: number, outcome?: SweepOutcome): void {
    this.toldAt = performance.now();
    this.send({ type: 'sweep', of: this.purpose, report: { run, losses: this.losses, ...(outcome ? { outcome } : {}) } });
    this.losses = [];
  }
}
