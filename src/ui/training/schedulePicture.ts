import { rateAt, type RateSettings, type RunLength } from '../../engine/optim/schedule';

export interface RatePoint {
  /** From 1. */
  readonly step: number;
  readonly rate: number;
}

/** A schedule over the steps of a run. */
export interface SchedulePicture {
  /** In order, the first and the last step among them; a few hundred at most. */
  readonly points: readonly RatePoint[];
  readonly first: RatePoint;
  readonly last: RatePoint;
  /** The first of the steps with the highest rate. */
  readonly peak: RatePoint;
}

/** As many points as a narrow picture has columns. */
const MOST_POINTS = 300;

/** @param length of at least one step. */
export function schedulePicture(settings: RateSettings, length: RunLength): SchedulePicture {
  const at = (step: number): RatePoint => ({ step, rate: rateAt(settings, length, step) });
  const along = (from: number, to: number): RatePoint[] => {
    const count = Math.min(to - from + 1, MOST_POINTS);
    return Array.from({ length: count }, (_, index) => at(Math.round(from + (count > 1 ? (index * (to - from)) / (count - 1) : 0))));
  };
  // A rate rises and falls once at most: the peak lies beside the highest of the points.
  const peakWithin = (from: number, to: number): RatePoint => {
    const points = along(from, to);
    const highest = points.reduce((best, point, index) => (point.rate > (points[best]?.rate ?? 0) ? index : best), 0);
    const near = (index: number) => points[Math.min(Math.max(index, 0), points.length - 1)] ?? at(from);
    return to - from < MOST_POINTS ? near(highest) : peakWithin(near(highest - 1).step, near(highest + 1).step);
  };
  return { points: along(1, length.steps), first: at(1), last: at(length.steps), peak: peakWithin(1, length.steps) };
}
