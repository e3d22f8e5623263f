import { describe, expect, it } from 'vitest';
import { featureMap, KERNELS, pooled, poolingNodes, SEEN, seenPixels, underWindow, type FeatureMap } from '../../../src/ui/learn/chapters/pooling/arithmetic';
import { changeOf, movedWith } from '../../../src/ui/learn/chapters/pooling/change';
import { answerOf, meanChanges } from '../../../src/ui/learn/chapters/pooling/prediction';
import { generateShapes } from '../../../src/data/shapes';

const side = SEEN - 2;
const still = { across: 0, down: 0 };

/** A map whose value at a row and a column is as said. */
const map = (value: (row: number, column: number) => number, rows = side, columns = side): FeatureMap => ({
  ...{ rows, columns },
  values: Float64Array.from({ length: rows * columns }, (_, index) => value(Math.floor(index / columns), index % columns)),
});

/** A picture of one grey, but for the pixels that are said. */
function picture(grey: number, pixels: readonly (readonly [channel: number, row: number, column: number, byte: number])[]): Uint8Array {
  const bytes = new Uint8Array(3 * 32 * 32).fill(grey);
  for (const [channel, row, column, byte] of pixels) bytes[(channel * 32 + row) * 32 + column] = byte;
  return bytes;
}

describe('the feature map', () => {
  it('is what the kernel gives over all three channels, behind ReLU', () => {
    // One red pixel of 10 in black: a kernel lies around it mirrored, and what is below zero becomes zero.
    const { rows, columns, values } = featureMap(picture(0, [[0, 12, 20, 10]]), 'vertical', still);
    expect([rows, columns]).toEqual([26, 26]);
    // The pixel is at (10, 18) of the 28×28 in the middle, so in the map its column 18 has it under the kernel's left column.
    const at = (row: number, column: number) => values[row * columns + column];
    expect([8, 9, 10].map((row) => [16, 17, 18].map((column) => at(row, column)))).toEqual([
      [10, 0, 0],
      [20, 0, 0],
      [10, 0, 0],
    ]);
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(40);
  });

  it.each(['vertical', 'horizontal', 'spots'] as const)('of %s is empty where nothing changes', (kernel) => {
    expect(featureMap(picture(77, []), kernel, still).values.every((value) => value === 0)).toBe(true);
    expect(KERNELS[kernel].reduce<number>((sum, weight) => sum + weight, 0)).toBe(0);
  });

  it('of brightness is the sum of red, green and blue', () => {
    const { values } = featureMap(
      picture(1, [
        [0, 3, 3, 5],
        [1, 3, 3, 6],
        [2, 3, 3, 7],
      ]),
      'brightness',
      still,
    );
    expect(values[0]).toBe(18);
    expect(values[1]).toBe(3);
  });

  it('sees the picture moved: right and down are positive', () => {
    const bytes = picture(0, [[2, 10, 10, 9]]);
    const at = (pixels: Float64Array, row: number, column: number) => pixels[(2 * SEEN + row) * SEEN + column];
    expect(at(seenPixels(bytes, still), 8, 8)).toBe(9);
    expect(at(seenPixels(bytes, { across: 2, down: -1 }), 7, 10)).toBe(9);
  });
});

describe('a pooled map', () => {
  const ramp = map((row, column) => 10 * row + column);

  it('has the largest or the mean of each window, by hand', () => {
    // Under the first window of 2×2: 0, 1, 10, 11; a stride of 2 on, at row 2 and column 4: 24, 25, 34, 35.
    const sizes = { window: 2, stride: 2 };
    const [max, average] = [pooled(ramp, 'max', sizes), pooled(ramp, 'average', sizes)];
    expect([max.rows, max.columns]).toEqual([13, 13]);
    expect([max.values[0], average.values[0]]).toEqual([11, 5.5]);
    expect([max.values[13 + 2], average.values[13 + 2]]).toEqual([35, 29.5]);
    expect(underWindow(ramp, sizes, 1, 2)).toEqual([24, 25, 34, 35]);
  });

  it('has windows that overlap where the stride is smaller, and leaves rows over where it does not come out', () => {
    const sizes = { window: 3, stride: 2 };
    const max = pooled(ramp, 'max', sizes);
    // (26 − 3) / 2 + 1 = 12.5
    expect([max.rows, max.columns]).toEqual([12, 12]);
    expect(underWindow(ramp, sizes, 0, 1)).toEqual([2, 3, 4, 12, 13, 14, 22, 23, 24]);
    expect(max.values[1]).toBe(24);
    expect(poolingNodes('max', sizes)[1].leftover).toMatchObject({ rows: 1, columns: 1 });
  });
});

describe('what a shift changes', () => {
  it('is told as a share of the values and relative to what was there', () => {
    const before = map((_, column) => [3, 0, 4, 0][column] ?? 0, 1, 4);
    const after = map((_, column) => [0, 3, 4, 0][column] ?? 0, 1, 4);
    const { difference, changed, relative } = changeOf(before, after);
    expect([...difference.values]).toEqual([-3, 3, 0, 0]);
    expect(changed).toBe(0.5);
    // √18 / √25
    expect(relative).toBeCloseTo(Math.sqrt(18) / 5, 12);
  });

  it('is nothing where nothing is', () => {
    const nothing = map(() => 0);
    expect(changeOf(nothing, nothing)).toMatchObject({ changed: 0, relative: 0 });
  });

  it('leaves a maximum that stays under its window: all four shifts of a spot by one pixel, two of which leave it', () => {
    const spot = (row: number, column: number) => map((y, x) => (y === row && x === column ? 5 : 0));
    const sizes = { window: 2, stride: 2 };
    const changed = ([row, column]: readonly [number, number]) =>
      changeOf(pooled(spot(4, 4), 'max', sizes), pooled(spot(row, column), 'max', sizes)).changed * 13 ** 2;
    expect(
      (
        [
          [4, 5],
          [5, 4],
          [4, 3],
          [3, 4],
        ] as const
      )
        .map(changed)
        .map(Math.round),
    ).toEqual([0, 0, 2, 2]);
  });
});

describe('a shift by whole strides', () => {
  // No two pixels alike, nor any two sums.
  const bytes = Uint8Array.from({ length: 3072 }, (_, index) => (index * 7919 + ((index * index) % 251)) % 256);
  const maps = (across: number, down: number) => featureMap(bytes, 'spots', { across, down });

  it('moves the map before pooling whole, whatever the shift', () => {
    // Of 26×26 values, two columns and one row have gone out of sight.
    expect(movedWith(maps(0, 0), maps(-2, 1), { across: -2, down: 1 }, 1)).toEqual({ across: -2, down: 1, found: 25 * 24, of: 25 * 24 });
  });

  it.each(['max', 'average'] as const)('moves the %s map whole by a place for each stride, others by no whole number of places', (pool) => {
    const sizes = { window: 3, stride: 2 };
    const after = (across: number, down: number) => movedWith(pooled(maps(0, 0), pool, sizes), pooled(maps(across, down), pool, sizes), { across, down }, 2);
    expect(after(2, 0)).toEqual({ across: 1, down: 0, found: 12 * 11, of: 12 * 11 });
    expect(after(-2, 2)).toEqual({ across: -1, down: 1, found: 11 * 11, of: 11 * 11 });
    expect(after(1, 0)).toBeUndefined();
  });

  it('is told apart from values that only look alike', () => {
    const other = maps(0, 0);
    const moved = movedWith(other, other, { across: 1, down: 0 }, 1);
    expect(moved?.of).toBe(26 * 25);
    expect(moved?.found).toBeLessThan(26 * 25);
  });
});

describe('the prediction', () => {
  /** ‖after − before‖ / ‖before‖ of the vertical edges of a picture moved one to the right, pooled 2×2 by `pool`, in plain loops. */
  function relative(bytes: Uint8Array, pool: ((values: readonly number[]) => number) | undefined): number {
    const sum = (row: number, column: number) => [0, 1, 2].reduce((total, channel) => total + (bytes[(channel * 32 + row) * 32 + column] ?? 0), 0);
    const edge = (row: number, column: number) =>
      Math.max(
        0,
        [1, 2, 1].reduce((total, weight, tap) => total + weight * (sum(row + tap, column + 2) - sum(row + tap, column)), 0),
      );
    const at = (across: number, row: number, column: number) => edge(row + 2, column + 2 - across);
    const value = (across: number, row: number, column: number) =>
      pool ? pool([0, 1, 2, 3].map((tap) => at(across, 2 * row + (tap >> 1), 2 * column + (tap & 1)))) : at(across, row, column);
    const places = pool ? 13 : 26;
    let [distance, size] = [0, 0];
    for (let row = 0; row < places; row++) {
      for (let column = 0; column < places; column++) {
        distance += (value(1, row, column) - value(0, row, column)) ** 2;
        size += value(0, row, column) ** 2;
      }
    }
    return Math.sqrt(distance / size);
  }

  it('is right by the mean over the pictures, worked out anew', () => {
    const { train } = generateShapes({ seed: 1, trainCount: 30, testCount: 10 });
    const pictures = Array.from({ length: 30 }, (_, index) => train.picture(index));
    const mean = (pool?: (values: readonly number[]) => number) => pictures.reduce((sum, bytes) => sum + relative(bytes, pool), 0) / pictures.length;
    const found = meanChanges(pictures);
    const max = mean((values) => Math.max(...values));
    expect(found.before).toBeCloseTo(mean(), 9);
    expect(found.max).toBeCloseTo(max, 9);
    expect(found.average).toBeCloseTo(
      mean((values) => values.reduce((sum, value) => sum + value / 4, 0)),
      9,
    );
    expect(answerOf(found)).toBe('less');
    expect([max < mean(), max > mean() / 2]).toEqual([true, true]);
  });

  it('knows the other answers', () => {
    expect(answerOf({ before: 0.5, max: 0.5, average: 0 })).toBe('more');
    expect(answerOf({ before: 0.5, max: 0.25, average: 0 })).toBe('half');
  });
});
