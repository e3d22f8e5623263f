import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../src/engine/graph/spec';
import type { Shape } from '../../src/engine/shape';
import { planProbe } from '../../src/engine/plan/plan';
import { Random } from '../../src/engine/random';
import { drawCase, expectOracle, shape } from '../support/cases';
import { traitsPreferring, variants } from '../support/gpu';

const relu: LayerSpec = { type: 'relu' };
const flatten: LayerSpec = { type: 'flatten' };
const batchNorm: LayerSpec = { type: 'batchNorm' };
const conv = (filters: number, stride = 1): LayerSpec => ({ type: 'conv2d', filters, kernel: 3, stride, padding: 1 });
const project = (filters: number, stride = 1): LayerSpec => ({ type: 'conv2d', filters, kernel: 1, stride, padding: 0 });
const dense = (units: number): LayerSpec => ({ type: 'dense', units });
const block = (layers: readonly LayerSpec[], shortcut: readonly LayerSpec[] = []): LayerSpec => ({ type: 'residual', layers, shortcut });

const basic = block([conv(6), relu, conv(6)]);

const cases: readonly (readonly [what: string, layers: readonly LayerSpec[], input: Shape])[] = [
  ['around convolutions, then ReLU', [conv(6), relu, basic, relu, conv(5)], shape(5, 6, 7)],
  ['with a projected shortcut of stride 2', [conv(5), relu, block([conv(9, 2), relu, conv(9)], [project(9, 2)]), relu, conv(4)], shape(3, 7, 6)],
  // The ReLU inside may not change what the shortcut reads, nor the one before it be changed by the one inside.
  ['with ReLU first inside', [conv(6), block([relu, conv(6)]), conv(4)], shape(5, 5, 6)],
  ['with ReLU first in both ways', [conv(6), block([relu, conv(6)], [relu]), conv(4)], shape(5, 5, 6)],
  ['with ReLU last in both ways', [conv(6), block([conv(6), relu], [project(6), relu]), relu, conv(4)], shape(5, 5, 6)],
  ['in a block', [conv(6), relu, block([basic, relu, basic]), relu, conv(4)], shape(5, 5, 6)],
  ['in both ways of a block', [conv(6), block([basic, relu], [block([conv(6)])]), conv(4)], shape(5, 5, 6)],
  ['one behind the other', [basic, basic], shape(6, 5, 4)],
];

const round = (units: number): readonly LayerSpec[] => [dense(7), relu, dense(units)];

const alone: readonly (readonly [what: string, layers: readonly LayerSpec[], input: Shape])[] = [
  ['without layers', [block([])], shape(5, 3, 4)],
  ['around ReLU', [relu, block([relu]), relu], shape(5, 3, 4)],
  ['around a pool', [block([{ type: 'maxPool2d', size: 3, stride: 1, padding: 1 }]), relu], shape(5, 3, 4)],
  ['around a flattening in both ways', [block([flatten], [flatten, relu]), dense(3)], shape(5, 3, 4)],
  // A flattened picture lies in another order than the output of a dense layer.
  ['after flatten', [flatten, relu, block(round(45)), relu, dense(3)], shape(5, 3, 3)],
  ['after flatten, its picture not wanted', [flatten, block([dense(60)], [dense(60)]), dense(3)], shape(5, 3, 4)],
  ['that flattens in one way', [relu, block([flatten, dense(24)], [flatten]), dense(3)], shape(6, 2, 2)],
  [
    'that pools a vector in one way',
    [flatten, block([{ type: 'maxPool2d', size: 1, stride: 1 }, dense(45)], [{ type: 'maxPool2d', size: 1, stride: 1 }]), dense(3)],
    shape(5, 3, 3),
  ],
  // A bias before a normalisation has no gradient but rounding.
  ['with normalisation before ReLU inside', [block([batchNorm, relu, { ...conv(5), bias: false }]), batchNorm, relu], shape(5, 3, 4)],
  ['with normalisation of vectors that lie differently', [flatten, block([batchNorm, relu, { ...dense(45), bias: false }, batchNorm]), relu], shape(5, 3, 3)],
  ['around activations and a mean of whole pictures', [block([{ type: 'gelu' }], [{ type: 'sigmoid' }]), relu, { type: 'globalAvgPool' }], shape(5, 3, 4)],
  ['on a vector', [flatten, dense(9), relu, block([dense(9)]), dense(3)], shape(3, 2, 3)],
];

describe.each(variants)('a residual block, %s kernels', (variant) => {
  it.each(cases)('%s', async (_, layers, input) => {
    await expectOracle(drawCase(layers, input, 3), await traitsPreferring(variant));
  });
});

describe('a residual block', () => {
  it.each(alone)('%s', async (_, layers, input) => {
    await expectOracle(drawCase(layers, input, 3), await traitsPreferring('direct'));
  });

  it('of random sizes', async () => {
    const random = Random.from(7);
    for (let time = 0; time < 6; time++) {
      const [channels, filters, stride] = [1 + random.below(9), 1 + random.below(9), 1 + random.below(2)];
      const layers = [block([relu, conv(filters, stride), relu, conv(filters)], [project(filters, stride)]), relu];
      const input = shape(channels, 1 + random.below(7), 1 + random.below(7));
      await expectOracle(drawCase(layers, input, 1 + random.below(4), time), await traitsPreferring('direct'));
    }
  });

  it('does the ReLU behind it, and the mask of the one before it, in passing', async () => {
    const { graph } = drawCase([relu, basic, relu], shape(6, 4, 4), 1);
    const adds = planProbe(graph, 1, await traitsPreferring('direct')).dispatches.filter(({ kernel }) => kernel === 'add');
    expect(adds.map(({ pass, path, sizes }) => [pass, path, sizes['RELU'], sizes['MASK']])).toEqual([
      ['forward', 'layers[1]', 1, 0],
      ['backward', 'layers[1]', 0, 1],
    ]);
  });
});
