import type { NamedTensor } from '../weights/layout';

export interface KeptWeights {
  readonly step: number;
  readonly accuracy: number;
  readonly weights: readonly NamedTensor[];
}

/** Keeps the weights of the validation with the highest accuracy, the first of equals, and counts those since that were no better. */
export class BestWeights {
  private best: KeptWeights | undefined;
  private since = 0;

  /** @param patience validations without a better one after which a run has had enough of them; 0 for never. */
  constructor(private readonly patience: number) {}

  get kept(): KeptWeights | undefined {
    return this.best;
  }

  /** Whether so many validations as its patience allows were no better. */
  get isStale(): boolean {
    return this.patience > 0 && this.since >= this.patience;
  }

  /** Takes in a validation. @param read asked for the weights that were validated where they are to be kept. */
  async take(step: number, accuracy: number, read: () => Promise<readonly NamedTensor[]>): Promise<void> {
    if (this.best && accuracy <= this.best.accuracy) {
      this.since++;
      return;
    }
    this.since = 0;
    this.best = { step, accuracy, weights: await read() };
  }
}
