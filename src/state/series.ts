import type { StepPoint } from '../worker/messages';

/** What the curves can be drawn against. */
export type CurveAxis = 'step' | 'epoch' | 'seconds';
/** What is drawn. */
export type Metric = 'loss' | 'accuracy';

/** Numbers that only grow at the end, in one typed array that doubles when full: 8 bytes a value, no garbage. */
export class Column {
  private values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Float64Array(this.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    const value = index < this.length ? this.values[index] : undefined;
    if (value === undefined) throw new RangeError(`value ${index} of ${this.length}`);
    return value;
  }

  clear(): void {
    this.length = 0;
  }
}

/**
 * Picks which points of a growing column to draw: at most two a bucket, its lowest and its highest. A bucket covers
 * `stride` points in a row; when there are more than `most` buckets, neighbours are merged and the stride doubles. So
 * memory and the work of a redraw stay bounded, a new point costs O(1), and every peak and dip stays on the curve.
 */
export class Extremes {
  private stride = 1;
  private lowest: number[] = [];
  private highest: number[] = [];

  constructor(
    private readonly values: Column,
    private readonly most = 500,
  ) {}

  /** Takes in the value that was just pushed on the column. */
  add(): void {
    const index = this.values.length - 1;
    let bucket = Math.floor(index / this.stride);
    if (bucket >= this.most) {
      this.merge();
      bucket = Math.floor(index / this.stride);
    }
    this.lowest[bucket] = this.lower(this.lowest[bucket], index);
    this.highest[bucket] = this.higher(this.highest[bucket], index);
  }

  /** Indices of the points to draw, ascending: the extremes of each bucket, the very first and the very last. */
  indices(): number[] {
    const last = this.values.length - 1;
    if (last < 0) return [];
    const found = [0];
    const take = (index: number) => {
      if (index > (found.at(-1) ?? -1)) found.push(index);
    };
    this.lowest.forEach((low, bucket) => {
      const high = this.highest[bucket] ?? low;
      take(Math.min(low, high));
      take(Math.max(low, high));
    });
    take(last);
    return found;
  }

  private merge(): void {
    this.stride *= 2;
    const pairs = Math.ceil(this.lowest.length / 2);
    this.lowest = Array.from({ length: pairs }, (_, pair) => this.lower(this.lowest[2 * pair], this.lowest[2 * pair + 1]));
    this.highest = Array.from({ length: pairs }, (_, pair) => this.higher(this.highest[2 * pair], this.highest[2 * pair + 1]));
  }

  private lower(a: number | undefined, b: number | undefined): number {
    return this.better(a, b, (x, y) => y < x);
  }

  private higher(a: number | undefined, b: number | undefined): number {
    return this.better(a, b, (x, y) => y > x);
  }

  /** `b` where it beats `a` or where `a` cannot be drawn; a value that is not finite never beats one that is. */
  private better(a: number | undefined, b: number | undefined, beats: (x: number, y: number) => boolean): number {
    if (a === undefined || b === undefined) return a ?? b ?? 0;
    const x = this.values.at(a);
    const y = this.values.at(b);
    if (!Number.isFinite(y)) return a;
    return !Number.isFinite(x) || beats(x, y) ? b : a;
  }
}

/** Every point of one curve, exactly, and for each metric the choice of points to draw. Points come in order of steps. */
export class Series {
  readonly step = new Column();
  readonly epoch = new Column();
  readonly seconds = new Column();
  readonly loss = new Column();
  readonly accuracy = new Column();
  private readonly extremes = { loss: new Extremes(this.loss), accuracy: new Extremes(this.accuracy) };

  get length(): number {
    return this.step.length;
  }

  add(point: StepPoint): void {
    this.step.push(point.step);
    this.epoch.push(point.epoch);
    this.seconds.push(point.seconds);
    this.loss.push(point.loss);
    this.accuracy.push(point.accuracy);
    this.extremes.loss.add();
    this.extremes.accuracy.add();
  }

  at(index: number): StepPoint {
    return {
      step: this.step.at(index),
      epoch: this.epoch.at(index),
      seconds: this.seconds.at(index),
      loss: this.loss.at(index),
      accuracy: this.accuracy.at(index),
    };
  }

  /** Indices of the points to draw for a metric, ascending; about a thousand at most. */
  drawn(metric: Metric): number[] {
    return this.extremes[metric].indices();
  }

  /** Index of the point nearest to `x` on an axis, undefined while there is none. */
  nearest(axis: CurveAxis, x: number): number | undefined {
    const column = this[axis];
    if (column.length === 0) return undefined;
    let low = 0;
    let high = column.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (column.at(middle) < x) low = middle + 1;
      else high = middle;
    }
    return low > 0 && x - column.at(low - 1) <= column.at(low) - x ? low - 1 : low;
  }
}
