import type { Dataset } from '../data/types';
import { RangeTest, type RateRange } from '../engine/optim/rangeTest';
import { isDivergence } from '../engine/problem';
import type { Metrics } from '../engine/metrics/evaluation';
import type { FromWorker, RunConfig } from './messages';
import { problemOf } from './openGpu';
import { SideRun, type SideTools } from './sideRun';

/** The page is told of new points this often. */
const TELL_EVERY_MS = 150;

/**
 * Trains a network of its own at rates that rise from step to step, and tells the page of the losses. Needs the device for
 * itself.
 */
export class RangeTesting {
  private cancelled = false;
  private toldAt = 0;

  constructor(
    private readonly config: RunConfig,
    private readonly range: RateRange,
    private readonly dataset: Dataset,
    private readonly tools: SideTools,
    private readonly send: (message: FromWorker) => void,
  ) {}

  /** Takes effect after the step that is under way. */
  cancel(): void {
    this.cancelled = true;
  }

  async run(): Promise<void> {
    const test = new RangeTest(this.range);
    try {
      if (!this.cancelled) await this.train(test);
    } catch (error) {
      this.send({ type: 'rangeTestProblem', problem: problemOf(error) });
    } finally {
      this.tell(test, true);
    }
  }

  private async train(test: RangeTest): Promise<void> {
    const { steps } = this.range;
    const side = await SideRun.create(this.config, { steps }, this.dataset, this.tools, 'training.noRoomToTestRates');
    try {
      for (const batch of side.batches()) {
        if (this.cancelled || test.isOver) return;
        const began = performance.now();
        test.add(await lossOf(side.step(batch, test.rate)));
        side.paceBy(performance.now() - began);
        if (performance.now() - this.toldAt > TELL_EVERY_MS) this.tell(test, false);
      }
    } finally {
      side.destroy();
    }
  }

  private tell({ points, suggestion, isOver }: RangeTest, over: boolean): void {
    this.toldAt = performance.now();
    this.send({ type: 'rangeTest', report: { points, over, through: isOver, suggestion } });
  }
}

/** NaN where it is no number, which ends a test and is no failure of it. */
async function lossOf(step: Promise<Metrics>): Promise<number> {
  try {
    return (await step).loss;
  } catch (error) {
    if (isDivergence(error)) return NaN;
    throw error;
  }
}
