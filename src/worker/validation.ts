import { fileOrder } from '../data/batches';
import type { PictureSource } from '../engine/runtime/batch';
import type { Metrics, Trainer } from '../engine/runtime/trainer';
import { ahead, partsOf } from './ahead';
import type { TrainingSettings } from './messages';

export interface ValidationResult {
  readonly pictures: number;
  readonly loss: number;
  readonly accuracy: number;
}

/**
 * Goes through the fixed validation split, the first pictures of the test set, one batch after another. The device has the
 * next one while one is waited for.
 */
export class Validation {
  private readonly indices: Uint32Array;
  private evaluated: AsyncGenerator<Metrics, void> | undefined;
  private at = 0;
  private loss = 0;
  private correct = 0;

  /** @param count pictures of the test set. */
  constructor(
    private readonly test: PictureSource,
    count: number,
    private readonly settings: Pick<TrainingSettings, 'validationPictures' | 'batchSize' | 'testTimeAugmentation'>,
  ) {
    this.indices = fileOrder(Math.min(settings.validationPictures, count));
  }

  /** Evaluates the next batch, by the running mean of the weights where there is one. @returns the means over the whole split once it was the last. */
  async advance(trainer: Trainer): Promise<ValidationResult | undefined> {
    const { batchSize, testTimeAugmentation: level } = this.settings;
    this.evaluated ??= ahead(partsOf(this.indices, batchSize), (part) => trainer.evaluate(this.test, part, { weights: 'average', level }));
    const { value } = await this.evaluated.next();
    if (!value) throw new Error('evaluated already');
    const { pictures, loss, accuracy } = value;
    this.at += pictures;
    this.loss += loss * pictures;
    this.correct += Math.round(accuracy * pictures);
    const count = this.indices.length;
    return this.at < count ? undefined : { pictures: count, loss: this.loss / count, accuracy: this.correct / count };
  }
}
