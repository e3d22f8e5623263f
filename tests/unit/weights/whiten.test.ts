import { expect, it } from 'vitest';
import { CHANNELS } from '../../../src/data/batches';
import { generateShapes } from '../../../src/data/shapes';
import { CIFAR_INPUT } from '../../../src/engine/graph/spec';
import { whiteningFilters } from '../../../src/engine/weights/whiten';

const COUNT = 60;
const KERNEL = 2;
const FILTERS = 12;
const { train } = generateShapes({ seed: 3, trainCount: COUNT, testCount: 10 });

/** What the first half of the filters make of every patch of every picture. */
function* outputs(filters: Float32Array): Generator<number[]> {
  for (let index = 0; index < COUNT; index++) {
    const bytes = train.picture(index);
    const value = (channel: number, row: number, column: number) => {
      const { mean, deviation } = CHANNELS[channel] ?? { mean: 0, deviation: 1 };
      return ((bytes[(channel * 32 + row) * 32 + column] ?? NaN) / 255 - mean) / deviation;
    };
    for (let row = 0; row < 31; row++) {
      for (let column = 0; column < 31; column++) {
        yield Array.from({ length: FILTERS }, (_, filter) => {
          let sum = 0;
          for (let channel = 0; channel < 3; channel++) {
            for (let tap = 0; tap < 4; tap++) {
              const weight = filters[(filter * 3 + channel) * 4 + tap] ?? NaN;
              sum += weight * value(channel, row + Math.floor(tap / 2), column + (tap % 2));
            }
          }
          return sum;
        });
      }
    }
  }
}

it('whitens patches: outputs of variance 1 that do not go together', () => {
  const filters = whiteningFilters(train, COUNT, CIFAR_INPUT, CHANNELS, KERNEL);
  expect(filters).toHaveLength(2 * FILTERS * FILTERS);
  const half = filters.length / 2;
  for (let at = 0; at < half; at++) expect(filters[half + at]).toBe(-(filters[at] ?? NaN));

  const moments = Array.from({ length: FILTERS }, () => new Float64Array(FILTERS));
  let patches = 0;
  for (const values of outputs(filters)) {
    patches++;
    for (const [i, row] of moments.entries()) for (let j = 0; j < FILTERS; j++) row[j] = (row[j] ?? 0) + (values[i] ?? 0) * (values[j] ?? 0);
  }
  // A variance v comes out as v / (v + 0.0005): a little below 1, the more the smaller it was; the largest come first.
  for (const [i, row] of moments.entries()) {
    for (const [j, sum] of row.entries()) {
      if (i === j) expect(sum / patches).toBeGreaterThan(0.9);
      if (i === j) expect(sum / patches).toBeLessThanOrEqual(1.0001);
      if (i !== j) expect(Math.abs(sum / patches)).toBeLessThan(1e-3);
    }
  }
  expect(moments.map((row, i) => (row[i] ?? 0) / patches)).toEqual(moments.map((row, i) => (row[i] ?? 0) / patches).toSorted((a, b) => b - a));
});
