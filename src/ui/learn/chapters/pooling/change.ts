import type { FeatureMap, Shift } from './arithmetic';

/** How far a map is from what it was. */
export interface Change {
  /** After less before, place by place. */
  readonly difference: FeatureMap;
  /** Share of the places whose value is another. */
  readonly changed: number;
  /** ‖after − before‖ / ‖before‖, of all values (Euclidean norms); 0 where nothing was there and nothing is. */
  readonly relative: number;
}

/** Means of whole numbers that are equal may differ by as much of their size: sums of thirds and ninths are rounded. */
const ROUNDING = 1e-9;

export function changeOf(before: FeatureMap, after: FeatureMap): Change {
  const values = after.values.map((value, index) => value - at(before, index));
  const others = values.filter((_, index) => differ(at(before, index), at(after, index)));
  const [distance, size] = [normOf(values), normOf(before.values)];
  return { difference: { ...before, values }, changed: others.length / values.length, relative: distance === 0 ? 0 : distance / size };
}

/** Values of a map that moved whole. */
export interface Moved {
  /** Places by which values would have moved. */
  readonly across: number;
  readonly down: number;
  /** How many of the values that stay within the map are found again that many places further. */
  readonly found: number;
  readonly of: number;
}

/**
 * Whether a map has moved with its picture, value for value.
 * @param step pixels of the picture between neighbouring values of the map.
 * @returns nothing where the shift is no whole number of steps.
 */
export function movedWith(before: FeatureMap, after: FeatureMap, shift: Shift, step: number): Moved | undefined {
  const [across, down] = [shift.across / step, shift.down / step];
  if (!Number.isInteger(across) || !Number.isInteger(down)) return undefined;
  let [found, of] = [0, 0];
  for (let row = Math.max(0, down); row < before.rows + Math.min(0, down); row++) {
    for (let column = Math.max(0, across); column < before.columns + Math.min(0, across); column++) {
      of++;
      const from = at(before, (row - down) * before.columns + column - across);
      if (!differ(from, at(after, row * after.columns + column))) found++;
    }
  }
  return { across, down, found, of };
}

const at = ({ values }: FeatureMap, index: number) => values[index] ?? 0;

const differ = (a: number, b: number) => Math.abs(a - b) > ROUNDING * Math.max(Math.abs(a), Math.abs(b));

const normOf = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
