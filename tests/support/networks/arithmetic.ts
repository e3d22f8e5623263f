import { f16round } from '@petamoriken/float16';
import type { Random } from '../../../src/engine/random';

/** What becomes of numbers where a device puts them into memory. */
export interface Arithmetic {
  /** Values and gradients that layers hand to one another. @param largest term that any of them is a sum of: its own size where nothing is said. */
  stored(values: Float64Array, largest?: number): Float64Array;
  /** Weights as kernels read them. */
  weights(values: Float64Array): Float64Array;
  /** How many times too large gradients are until the update has them, for a plan of `batch` pictures. */
  lossScale(batch: number): number;
}

/** Double precision throughout. */
export const exact: Arithmetic = { stored: (values) => values, weights: (values) => values, lossScale: () => 1 };

const halved = (values: Float64Array) => values.map((value) => f16round(value));

/** Half precision as docs/design.md has it: what is stored is rounded, sums are not, and the loss is scaled. */
export const half: Arithmetic = { stored: halved, weights: halved, lossScale: (batch) => 256 * batch };

/** What sums in 32 bits may be off by, as a share of the largest term. */
const UNSURE = 2 ** -22;

/**
 * The same with every sum moved, up or down, by as much as it may be off in 32 bits: what comes out otherwise is no matter
 * of right or wrong. Zeros stay: they come of no sum.
 */
export function unsure(arithmetic: Arithmetic, random: Random): Arithmetic {
  return {
    ...arithmetic,
    stored(values, largest = largestOf(values)) {
      const step = UNSURE * largest;
      return arithmetic.stored(values.map((value) => (value === 0 ? 0 : value + (random.below(2) === 0 ? step : -step))));
    },
  };
}

export function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let at = 0; at < values.length; at++) largest = Math.max(largest, Math.abs(values[at] ?? 0));
  return largest;
}
