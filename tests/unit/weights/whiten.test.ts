import { expect, it } from 'vitest';
import { CHANNELS } from '../../../src/data/batches';
import { generateShapes } from '../../../src/data/shapes';
import { analyse, buildGraph } from '../../../src/engine/graph/graph';
import { CIFAR_INPUT, model, type LayerSpec } from '../../../src/engine/graph/spec';
import { initialWeights } from '../../../src/engine/weights/initialise';
import { whiteningFilters } from '../../../src/engine/weights/whiten';

const COUNT = 60;
const KERNEL = 2;
const FILTERS = 12;
const { train } = generateShapes({ seed: 3, trainCount: COUNT, testCount: 10 });
const source = { pictures: train, shape: CIFAR_INPUT, normalisation: CHANNELS };

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
  const filters = whiteningFilters(source, KERNEL, 2 * FILTERS);
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

it('takes the largest directions and their negatives where there are fewer filters', () => {
  const all = whiteningFilters(source, KERNEL, 2 * FILTERS);
  const some = whiteningFilters(source, KERNEL, 7);
  const filter = (filters: Float32Array, index: number) => filters.subarray(index * FILTERS, (index + 1) * FILTERS);
  for (const [at, from] of [0, 1, 2, 3, FILTERS, FILTERS + 1, FILTERS + 2].entries()) expect(filter(some, at)).toEqual(filter(all, from));
  expect(some).toHaveLength(7 * FILTERS);
});

const whitening: LayerSpec = { type: 'conv2d', filters: 24, kernel: 2, padding: 'valid', init: 'whitening' };
const end: readonly LayerSpec[] = [{ type: 'flatten' }, { type: 'dense' }];

it('are the initial weights of a first convolution that is to whiten, whatever the seed', () => {
  const graph = buildGraph(model([whitening, ...end]));
  const [weight, bias] = initialWeights(graph, 1, { pictures: train, normalisation: CHANNELS });
  expect(weight).toEqual({ name: '0.weight', shape: [24, 3, 2, 2], data: whiteningFilters(source, KERNEL, 24) });
  expect(bias?.data.every((value) => value === 0)).toBe(true);
  expect(initialWeights(graph, 2, { pictures: train, normalisation: CHANNELS })[0]).toEqual(weight);
});

it.each<[string, readonly LayerSpec[], string, string]>([
  ['a layer before it', [{ type: 'relu' }, whitening], 'model.whiteningNotFirst', 'layers[1].init'],
  [
    'a block around it',
    [{ type: 'residual', layers: [whitening], shortcut: [{ ...whitening, init: 'zeros' }] }],
    'model.whiteningNotFirst',
    'layers[0].layers[0].init',
  ],
  ['zeros around its input', [{ ...whitening, padding: 'same' }], 'model.whiteningPadded', 'layers[0].padding'],
  ['a dilation', [{ ...whitening, dilation: 2 }], 'model.whiteningApart', 'layers[0].dilation'],
  ['groups', [{ ...whitening, groups: 3 }], 'model.whiteningApart', 'layers[0].groups'],
  ['large patches', [{ ...whitening, kernel: 9 }], 'model.whiteningLarge', 'layers[0].kernel'],
  ['more filters than directions', [{ ...whitening, filters: 25 }], 'model.whiteningFilters', 'layers[0].filters'],
])('is refused with %s', (_, layers, code, path) => {
  expect(analyse(model([...layers, ...end])).problem).toMatchObject({ code, path });
});

it('whitens patches as large as are taken', () => {
  expect(analyse(model([{ ...whitening, kernel: 8, filters: 384, stride: 3 }, ...end])).problem).toBeUndefined();
});
