import { fileOrder } from '../data/batches';
import type { PictureSource } from '../engine/runtime/batch';
import type { Trainer } from '../engine/runtime/trainer';
import type { TestTimeLevel } from '../engine/testTime';

export interface ValidationResult {
  readonly pictures: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** Goes through the fixed validation split, the first pictures of the test set, one batch after another. */
export class Validation {
  private readonly indices: Uint32Array;
  private at = 0;
  private loss = 0;
  private correct = 0;

  constructor(
    private readonly test: PictureSource,
    pictures: number,
    private readonly batch: number,
    private readonly level: TestTimeLevel,
  ) {
    this.indices = fileOrder(pictures);
  }

  /** Evaluates the next batch, by the running mean of the weights where there is one. @returns the means over the whole split once it was the last. */
  async advance(trainer: Trainer): Promise<ValidationResult | undefined> {
    const part = this.indices.subarray(this.at, this.at + this.batch);
    const { pictures, loss, accuracy } = await trainer.evaluate(this.test, part, { weights: 'average', level: this.level });
    this.at += pictures;
    this.loss += loss * pictures;
    this.correct += Math.round(accuracy * pictures);
    const count = this.indices.length;
    return this.at < count ? undefined : { pictures: count, loss: this.loss / count, accuracy: this.correct / count };
  }
}
