/** Which rates a learning-rate range test goes through, from the lowest to the highest, geometrically. */
export interface RateRange {
  readonly lowest: number;
  readonly highest: number;
  readonly steps: number;
}

export interface RangePoint {
  readonly rate: number;
  /** Of the step's batch, before its update. */
  readonly loss: number;
  /** The mean of the losses so far, the past of which fades. */
  readonly smooth: number;
}

/** Seven decades, as far as plain SGD on a small network and Adam on a large one may lie apart. */
export const defaultRange: RateRange = { lowest: 1e-6, highest: 10, steps: 100 };

/** Share of the past in the smoothed loss. */
const SMOOTHING = 0.9;
/** The test is over once the smoothed loss is this many times the least so far. */
const BLOWN_UP = 4;
/** A smoothed loss that never fell by this share of where it began says nothing of rates. */
const LEAST_FALL = 0.02;
/** Of fewer losses the smoothed one is little more than that of a batch. */
const FEWEST_POINTS = 10;

/**
 * A learning-rate range test (Smith, arXiv 1506.01186, section 3.3), with the stop, the smoothing and the suggestion of
 * Gugger, "How Do You Find A Good Learning Rate" (2018), which fastai made common: train a little with a rate that grows
 * from step to step; a tenth of the rate at which the smoothed loss is least is a good one. Knows nothing of networks: ask
 * it for the `rate` of a step, then `add` the step's loss, until it `isOver`.
 */
export class RangeTest {
  readonly points: RangePoint[] = [];
  private mean = 0;
  private blown = false;

  constructor(private readonly range: RateRange) {}

  /** Of the next step. */
  get rate(): number {
    const { lowest, highest, steps } = this.range;
    return lowest * (highest / lowest) ** (this.points.length / Math.max(steps - 1, 1));
  }

  get isOver(): boolean {
    return this.blown || this.points.length >= this.range.steps;
  }

  /** Takes in the loss of the step at `rate`; one that is no finite number ends the test. */
  add(loss: number): void {
    if (!Number.isFinite(loss)) {
      this.blown = true;
      return;
    }
    const { rate } = this;
    this.mean = SMOOTHING * this.mean + (1 - SMOOTHING) * loss;
    const smooth = this.mean / (1 - SMOOTHING ** (this.points.length + 1));
    this.points.push({ rate, loss, smooth });
    this.blown = smooth > BLOWN_UP * (leastOf(this.points)?.smooth ?? Infinity);
  }

  /**
   * A tenth of the rate with the least smoothed loss, or the lowest rate where that is below it; undefined while the loss has not
   * fallen, and, before the end, while it has not risen again to where it began: what is least so far need not stay it.
   */
  get suggestion(): number | undefined {
    const [first] = this.points;
    const least = leastOf(this.points);
    const last = this.points.at(-1);
    if (!first || !least || !last || least.smooth >= (1 - LEAST_FALL) * first.smooth) return undefined;
    const hasRisen = this.points.length >= FEWEST_POINTS && last.smooth >= first.smooth;
    return this.isOver || hasRisen ? Math.max(least.rate / 10, first.rate) : undefined;
  }
}

/** The point with the least smoothed loss, the first of equals. */
export function leastOf(points: readonly RangePoint[]): RangePoint | undefined {
  return points.reduce<RangePoint | undefined>((least, point) => (least && least.smooth <= point.smooth ? least : point), undefined);
}
