/** Bins of a histogram: an even number, so that zero lies between the two in the middle. */
export const BINS = 64;
/** Share of the values that may lie beyond a histogram's limit: a few stray ones must not flatten the rest. */
const BEYOND = 0.001;

/** How values are spread. Those that are infinite or not a number count for nothing but `broken`. */
export interface Distribution {
  /**
   * The histogram reaches from −limit to limit. It is a power of two, so that histograms of different limits can be laid
   * one on another exactly: see `widened`.
   */
  readonly limit: number;
  /** Share of the values in each bin, from the lowest; the outermost take what lies beyond. */
  readonly shares: Float32Array;
  readonly mean: number;
  /** Root of the mean squared distance from the mean. */
  readonly deviation: number;
  /** Root of the sum of squares. */
  readonly norm: number;
  /** Values that are infinite or not a number. */
  readonly broken: number;
}

/** Describes values in three passes over them, without a copy or a sort. */
export function distributionOf(values: Float32Array): Distribution {
  const { limit, finite } = limitOf(values);
  let [sum, squares] = [0, 0];
  const shares = new Float32Array(BINS);
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    sum += value;
    squares += value * value;
    const bin = binOf(value, limit);
    shares[bin] = (shares[bin] ?? 0) + 1;
  }
  const count = Math.max(finite, 1);
  for (let bin = 0; bin < BINS; bin++) shares[bin] = (shares[bin] ?? 0) / count;
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(squares / count - mean * mean, 0));
  return { limit, shares, mean, deviation, norm: Math.sqrt(squares), broken: values.length - finite };
}

/** The bin of a value: each takes its lower edge. */
export function binOf(value: number, limit: number): number {
  return Math.min(Math.max(Math.floor(((value / limit + 1) * BINS) / 2), 0), BINS - 1);
}

/** The lower edge of a bin; that of the bin behind the last is the limit. */
export function edgeOf(bin: number, limit: number): number {
  return ((2 * bin) / BINS - 1) * limit;
}

/** The least power of two that all but a few of the values stay below in magnitude. */
function limitOf(values: Float32Array): { readonly limit: number; readonly finite: number } {
  // An IEEE single has its exponent in eight bits: 127 stands for 1 to 2, 255 for what is infinite or not a number.
  const counts = new Uint32Array(256);
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (const word of words) {
    const exponent = (word >>> 23) & 255;
    counts[exponent] = (counts[exponent] ?? 0) + 1;
  }
  const finite = values.length - (counts[255] ?? 0);
  let beyond = 0;
  for (let exponent = 254; exponent > 0; exponent--) {
    beyond += counts[exponent] ?? 0;
    if (beyond > BEYOND * finite) return { limit: 2 ** (exponent - 126), finite };
  }
  // All of them are zero, or as good as that.
  return { limit: 1, finite };
}

/**
 * The same histogram up to another limit, a power of two as well. Up to a wider one it is exact: neighbouring bins become one.
 * Up to a narrower one, each bin is divided evenly, and the outermost take what lies beyond.
 */
export function relaid(distribution: Pick<Distribution, 'limit' | 'shares'>, to: number): Float32Array {
  return to < distribution.limit ? narrowed(distribution, to) : widened(distribution, to);
}

function narrowed({ limit, shares }: Pick<Distribution, 'limit' | 'shares'>, to: number): Float32Array {
  const result = new Float32Array(BINS);
  const factor = limit / to;
  for (const [bin, share] of shares.entries()) {
    // Where the bin lies among the narrow ones.
    const from = (bin - BINS / 2) * factor + BINS / 2;
    for (let narrow = 0; narrow < BINS; narrow++) {
      const lower = narrow === 0 ? -Infinity : narrow;
      const upper = narrow === BINS - 1 ? Infinity : narrow + 1;
      const overlap = Math.min(from + factor, upper) - Math.max(from, lower);
      if (overlap > 0) result[narrow] = (result[narrow] ?? 0) + (share * overlap) / factor;
    }
  }
  return result;
}

function widened({ limit, shares }: Pick<Distribution, 'limit' | 'shares'>, to: number): Float32Array {
  const result = new Float32Array(BINS);
  const factor = to / limit;
  for (const [bin, share] of shares.entries()) {
    const wide = Math.floor((bin - BINS / 2) / factor) + BINS / 2;
    result[wide] = (result[wide] ?? 0) + share;
  }
  return result;
}

/**
 * Share of a layer's channels that are zero or less everywhere, for all pictures: behind a ReLU nothing comes through them,
 * and no gradient reaches what is before. Behind a dense layer, channels are units.
 * @param values [picture][channel][position]
 */
export function deadShare(values: Float32Array, channels: number, positions: number): number {
  const isAlive = new Uint8Array(channels);
  for (let row = 0; row * positions < values.length; row++) {
    const channel = row % channels;
    for (let at = row * positions; at < (row + 1) * positions && isAlive[channel] === 0; at++) {
      // What is not a number comes through a ReLU.
      if (!((values[at] ?? 0) <= 0)) isAlive[channel] = 1;
    }
  }
  return 1 - isAlive.reduce((sum, alive) => sum + alive, 0) / channels;
}

/** The value in the middle of a list, or the mean of the two there; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2;
}

/** Mean of a list, and the square of its standard error: s² / n with s² over n − 1. Needs two values. */
export function meanAndError(values: readonly number[]): { readonly mean: number; readonly squaredError: number } {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, squaredError: squares / (count - 1) / count };
}
