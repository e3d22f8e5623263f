import { roundStep, type AxisScale } from '../../../curves/scales';

/** About so many marks on a plot. */
const MARKS = 3;

/** An axis with marks at round numbers around all `values` and 0, and up to `least` at the least. */
export function spanScale(values: readonly number[], least: number): AxisScale {
  const [low, high] = [Math.min(0, ...values), Math.max(least, ...values)];
  const step = roundStep((high - low) / MARKS);
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
  const room = (high - low) * 0.04;
  return { domain: [low - room, high + room], ticks: ticks.filter((tick) => tick >= low - room && tick <= high + room) };
}
