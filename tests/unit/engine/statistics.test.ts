import { describe, expect, it } from 'vitest';
import { BINS, binOf, deadShare, distributionOf, edgeOf, meanAndError, median, relaid } from '../../../src/engine/metrics/statistics';

/** The bins that hold something, by their lower edges. */
const filled = ({ limit, shares }: { readonly limit: number; readonly shares: Float32Array }) =>
  [...shares].flatMap((share, bin) => (share > 0 ? [[edgeOf(bin, limit), share]] : []));

describe('a distribution', () => {
  it('says mean, deviation and norm', () => {
    // Mean 8 / 4; squares 9 + 1 + 1 + 25 = 36; deviation √(36 / 4 − 2²).
    const { mean, deviation, norm, broken } = distributionOf(Float32Array.of(3, 1, -1, 5));
    expect(mean).toBe(2);
    expect(norm).toBe(6);
    expect(deviation).toBeCloseTo(Math.sqrt(9 - 4), 12);
    expect(broken).toBe(0);
  });

  it('counts in bins of its own range, which is a power of two', () => {
    const of = distributionOf(Float32Array.of(-0.7, 0.7, 0.7, 0));
    // Bins are 2 / 64 wide: 0.7 lies from 0.6875 on, −0.7 from −0.71875 on.
    expect(of.limit).toBe(1);
    expect(filled(of)).toEqual([
      [-0.71875, 0.25],
      [0, 0.25],
      [0.6875, 0.5],
    ]);
    expect(distributionOf(Float32Array.of(1)).limit).toBe(2);
    expect(distributionOf(Float32Array.of(0.003)).limit).toBe(2 ** -8);
    expect(distributionOf(Float32Array.of(0, 0)).limit).toBe(1);
  });

  it('lets a stray value in a thousand lie beyond, in the outermost bin', () => {
    const values = new Float32Array(2000).fill(0.5);
    values[7] = -1000;
    const { limit, shares } = distributionOf(values);
    expect(limit).toBe(1);
    expect(shares[0]).toBeCloseTo(1 / 2000, 9);
    values.fill(-1000, 0, 3);
    expect(distributionOf(values).limit).toBe(1024);
  });

  it('leaves out what is no number, and says how many there are', () => {
    const { mean, norm, broken, shares } = distributionOf(Float32Array.of(3, Number.NaN, 4, Number.POSITIVE_INFINITY));
    expect({ mean, norm, broken }).toEqual({ mean: 3.5, norm: 5, broken: 2 });
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1);
    expect(distributionOf(Float32Array.of(Number.NaN))).toMatchObject({ mean: 0, norm: 0, broken: 1 });
  });

  it('reads a part of an array', () => {
    expect(distributionOf(Float32Array.of(9, 9, 3, 4).subarray(2)).norm).toBe(5);
  });

  it('can be laid on wider ones exactly', () => {
    const values = Float32Array.from({ length: 500 }, (_, at) => Math.sin(at * 7) * 0.99);
    const narrow = distributionOf(values);
    const expected = new Float32Array(BINS);
    for (const value of values) {
      const bin = binOf(value, 8);
      expected[bin] = (expected[bin] ?? 0) + 1;
    }
    expect(narrow.limit).toBe(1);
    const wide = relaid(narrow, 8);
    for (const [bin, count] of expected.entries()) expect(wide[bin]).toBeCloseTo(count / 500, 6);
    expect(relaid(narrow, 1)).toEqual(narrow.shares);
  });

  it('can be laid on narrower ones, divided evenly', () => {
    // Bins are 2 / 64 wide; up to a quarter they are a quarter of that, and the 0.5 lies beyond.
    const of = distributionOf(Float32Array.of(0.5, 0.01, 0.01, -0.9));
    const narrow = { limit: 0.25, shares: relaid(of, 0.25) };
    expect(filled(narrow)).toEqual([[-0.25, 0.25], ...[0, 1, 2, 3].map((part) => [part / 128, 0.125]), [0.25 - 1 / 128, 0.25]]);
  });
});

it('the share of dead channels counts those that are zero for every picture, everywhere', () => {
  // Two pictures, four channels of two positions: the first is alive in one picture alone, the second dead, the third alive at one position, the last dead.
  const values = Float32Array.of(...[0, 0, 0, 0, 0, 2, 0, 0], ...[0, 1, 0, 0, 0, 0, 0, 0]);
  expect(deadShare(values, 4, 2)).toBe(0.5);
  expect(deadShare(Float32Array.of(1, 0, 0, 1), 2, 1)).toBe(0);
  expect(deadShare(Float32Array.of(-1, 0), 2, 1)).toBe(1);
  // What is not a number gets through.
  expect(deadShare(Float32Array.of(NaN, 0), 2, 1)).toBe(0.5);
});

it('a median is the middle, or the mean of the two there', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

it('a mean has the standard error s / √n', () => {
  // Mean 3, s² = (4 + 0 + 4) / 2 = 4, s² / n = 4 / 3.
  expect(meanAndError([1, 3, 5])).toEqual({ mean: 3, squaredError: 4 / 3 });
});
