import { CHANNELS } from '../data/batches';
import { batchesOf } from '../data/course';
import type { Dataset } from '../data/types';
import { drawChanges } from '../engine/augmentation';
import { buildGraph } from '../engine/graph/graph';
import { parseModel } from '../engine/graph/parse';
import { CIFAR_INPUT } from '../engine/graph/spec';
import { RangeTest, type RateRange } from '../engine/optim/rangeTest';
import { updateOptions } from '../engine/optim/update';
import { unlessCrowded } from '../engine/runtime/device';
import { Trainer } from '../engine/runtime/trainer';
import type { FromWorker, RunConfig } from './messages';
import { problemOf } from './openGpu';
import type { Workbench } from './workbench';

/** The page is told of new points this often. */
const TELL_EVERY_MS = 150;

/**
 * Trains a network of its own, with the fresh weights that a run would begin with, at rates that rise from step to step, and
 * tells the page of the losses. Its batches are uploaded one by one, so that what the device holds for a run stays. Needs the
 * device for itself.
 */
export class RangeTesting {
  private cancelled = false;
  private toldAt = 0;

  constructor(
    private readonly config: RunConfig,
    private readonly range: RateRange,
    private readonly dataset: Dataset,
    private readonly workbench: Pick<Workbench, 'device' | 'pipelines' | 'beginningTraits'>,
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
    const { device, pipelines } = this.workbench;
    const { training } = this.config;
    const { batchSize, accumulate, seed, precision } = training;
    const traits = await this.workbench.beginningTraits(precision);
    const graph = buildGraph(parseModel(this.config.model));
    const options = { batch: batchSize, seed, normalisation: CHANNELS, traits, update: updateOptions(training) };
    const making = Trainer.create(device, graph, pipelines, options);
    const trainer = await unlessCrowded(making, 'training.noRoomToTestRates');
    try {
      const { train } = this.dataset;
      const course = { records: train.count, batch: batchSize * accumulate, shuffle: true, seed, steps: this.range.steps };
      for (const { epoch, first, indices } of batchesOf(course)) {
        if (this.cancelled || test.isOver) return;
        const began = performance.now();
        const changes = drawChanges({ seed, epoch, first }, indices, CIFAR_INPUT, training);
        const { loss, finite } = await trainer.step(train, indices, { ...training, learningRate: test.rate }, changes);
        test.add(finite ? loss : NaN);
        trainer.paceBy(performance.now() - began);
        if (performance.now() - this.toldAt > TELL_EVERY_MS) this.tell(test, false);
      }
    } finally {
      trainer.destroy();
    }
  }

  private tell({ points, suggestion }: RangeTest, over: boolean): void {
    this.toldAt = performance.now();
    this.send({ type: 'rangeTest', report: { points, over, suggestion } });
  }
}
