import { CHANNELS, fileOrder } from '../data/batches';
import { batchesOf, lengthOf, type Batch, type Course } from '../data/course';
import type { Dataset } from '../data/types';
import { drawChanges } from '../engine/pictures/augmentation';
import { buildGraph } from '../engine/graph/graph';
import { parseModel } from '../engine/graph/parse';
import { CIFAR_INPUT } from '../engine/graph/spec';
import { settingsAt } from '../engine/optim/recipe';
import { updateOptions } from '../engine/optim/update';
import { unlessCrowded, type CrowdedCode } from '../engine/runtime/device';
import { Trainer } from '../engine/runtime/trainer';
import type { Metrics } from '../engine/metrics/evaluation';
import type { NamedTensor } from '../engine/weights/layout';
import type { Budget, RunConfig } from './messages';
import { Validation } from './validation';
import type { Workbench } from './workbench';

export type SideTools = Pick<Workbench, 'device' | 'pipelines' | 'prover' | 'beginningTraits'>;

/**
 * A network in training beside the present run, with the fresh weights and on the batches that a run of its settings would
 * begin with. Its batches are uploaded one by one, so that what the device holds for a run stays. Needs the device for itself.
 */
export class SideRun {
  private constructor(
    private readonly course: Course,
    private readonly config: RunConfig,
    private readonly dataset: Dataset,
    private readonly trainer: Trainer,
  ) {}

  /** @param crowded code of the problem where the device has no room for it. @throws ProblemError */
  static async create(config: RunConfig, budget: Budget, dataset: Dataset, tools: SideTools, crowded: CrowdedCode): Promise<SideRun> {
    const { device, pipelines, prover } = tools;
    const { training } = config;
    const { batchSize, accumulate, seed, precision, repeatable } = training;
    const traits = await tools.beginningTraits(precision, repeatable);
    const graph = buildGraph(parseModel(config.model));
    const options = { batch: batchSize, seed, normalisation: CHANNELS, pictures: dataset.train, traits, prover, update: updateOptions(training) };
    const trainer = await unlessCrowded(Trainer.create(device, graph, pipelines, options), crowded);
    const course = { records: dataset.train.count, batch: batchSize * accumulate, shuffle: true, seed, ...budget };
    return new SideRun(course, config, dataset, trainer);
  }

  batches(): Iterable<Batch> {
    return batchesOf(this.course);
  }

  /** Submits a step; resolves with its batch's figures before the update. @param learningRate in place of the schedule's. */
  step({ step, epoch, first, indices }: Batch, learningRate?: number): Promise<Metrics> {
    const { training } = this.config;
    const changes = drawChanges({ seed: training.seed, epoch, first }, indices, CIFAR_INPUT, training);
    const settings = settingsAt(training, lengthOf(this.course), step);
    return this.trainer.step(this.dataset.train, indices, learningRate === undefined ? settings : { ...settings, learningRate }, changes);
  }

  /** As {@link Trainer.readGradients}. */
  readGradients(): Promise<NamedTensor[]> {
    return this.trainer.readGradients();
  }

  /** As {@link Trainer.examine}, by the first training pictures. */
  examine(): Promise<void> {
    const { train } = this.dataset;
    return this.trainer.examine(train, fileOrder(Math.min(this.trainer.plan.batch, train.count)));
  }

  /** As {@link Trainer.paceBy}. */
  paceBy(stepMilliseconds: number): void {
    this.trainer.paceBy(stepMilliseconds);
  }

  /** The validation that a run of these settings makes, to be taken in turns with {@link validate}. */
  validation(): Validation {
    const { test } = this.dataset;
    return new Validation(test, test.count, this.config.training);
  }

  /** One batch of a validation. @returns its result once it was the last. */
  validate(validation: Validation): ReturnType<Validation['advance']> {
    return validation.advance(this.trainer);
  }

  destroy(): void {
    this.trainer.destroy();
  }
}
