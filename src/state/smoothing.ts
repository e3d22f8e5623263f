import { Column } from './series';

/**
 * Exponential moving average of a column with the bias correction of Adam (Kingma and Ba 2015, section 3):
 * m ← βm + (1 − β)x, drawn as m / (1 − βᵗ). It runs over every value, not over those drawn. Values that are not finite
 * are passed over: the average stays as it was.
 */
export class MovingAverage {
  private readonly averages = new Column();
  private mean = 0;
  /** βᵗ. */
  private remainder = 1;

  /** @param weight β, from 0 (no smoothing) to below 1. */
  constructor(
    private readonly source: Column,
    private weight: number,
  ) {}

  /** Takes in what was pushed on the source since the last call. */
  follow(): void {
    for (let index = this.averages.length; index < this.source.length; index++) {
      const value = this.source.at(index);
      if (Number.isFinite(value)) {
        this.mean = this.weight * this.mean + (1 - this.weight) * value;
        this.remainder *= this.weight;
      }
      this.averages.push(this.remainder === 1 ? Number.NaN : this.mean / (1 - this.remainder));
    }
  }

  /** Runs over the whole source again: 10 ms for a million values. */
  setWeight(weight: number): void {
    this.weight = weight;
    this.mean = 0;
    this.remainder = 1;
    this.averages.clear();
    this.follow();
  }

  at(index: number): number {
    return this.averages.at(index);
  }
}
