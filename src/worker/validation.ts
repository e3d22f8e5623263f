import { fileOrder } from '../data/batches';
import type { PictureSource } from '../engine/runtime/batch';
import type { Trainer } from '../engine/runtime/trainer';
import type { EvaluationMetrics } from '../engine/metrics/evaluation';
import { ahead, partsOf } from './ahead';
import type { TrainingSettings } from './messages';

/**
 * Goes through the fixed validation split, the first pictures of the test set, one batch after another. The device has the
 * next one while one is waited for.
 */
export class Validation {
  private readonly indices: Uint32Array;
  private readonly right: Uint8Array;
  private evaluated: AsyncGenerator<EvaluationMetrics, void> | undefined;
  private at = 0;
  private loss = 0;

  /** @param count pictures of the test set. */
  constructor(
    private readonly test: PictureSource,
    count: number,
    private readonly settings: Pick<TrainingSettings, 'validationPictures' | 'batchSize' | 'testTimeAugmentation'>,
  ) {
    this.indices = fileOrder(Math.min(settings.validationPictures, count));
    this.right = new Uint8Array(this.indices.length);
  }

  /** Evaluates the next batch, by the running mean of the weights where there is one. @returns the means over the whole split once it was the last. */
  async advance(trainer: Trainer): Promise<EvaluationMetrics | undefined> {
    const { batchSize, testTimeAugmentation: level } = this.settings;
    this.evaluated ??= ahead(partsOf(this.indices, batchSize), (part) => trainer.evaluate(this.test, part, { weights: 'average', level }));
    const { value } = await this.evaluated.next();
    if (!value) throw new Error('evaluated already');
    const { pictures, loss, right } = value;
    this.right.set(right, this.at);
    this.at += pictures;
    this.loss += loss * pictures;
    const count = this.indices.length;
    const correct = this.right.reduce((sum, each) => sum + each, 0);
    return this.at < count ? undefined : { pictures: count, loss: this.loss / count, accuracy: correct / count, right: this.right };
  }
}
