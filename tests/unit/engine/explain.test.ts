import { describe, expect, it } from 'vitest';
import { explain, type Insides, type UnitPlace } from '../../../src/engine/explain/explain';
import { buildProbeGraph } from '../../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';
import type { Shape } from '../../../src/engine/shape';
import { layers, layerTypes, type LayerType } from '../../../src/engine/layers';
import type { NamedTensor } from '../../../src/engine/weights/layout';

const shape = (channels: number, height: number, width: number): Shape => ({ channels, height, width });
const count = (length: number, from = 1) => Float32Array.from({ length }, (_, at) => from + at);
const tensor = (name: string, data: readonly number[]): NamedTensor => ({ name, shape: [data.length], data: Float32Array.from(data) });

/** The network of some layers on values, with what they give as far as a test says. */
function insides(
  layers: readonly LayerSpec[],
  input: Shape,
  values: Float32Array,
  weights: readonly NamedTensor[] = [],
  outputs: Record<string, number[]> = {},
): Insides {
  return {
    graph: buildProbeGraph(model(layers, input)),
    input: values,
    outputs: new Map(Object.entries(outputs).map(([path, data]) => [path, Float32Array.from(data)])),
    weights,
  };
}

const at = (channel: number, row = 0, column = 0, path = 'layers[0]'): UnitPlace => ({ path, channel, row, column });

/** 1 2 3 / 4 5 6 / 7 8 9, then 10 to 18. */
const two = count(18);

describe('a weighted sum', () => {
  it('of a convolution: the patch, the padding as zeros, the kernel, the products, the bias', () => {
    const weights = [tensor('0.weight', [...count(18), ...count(18, 101)]), tensor('0.bias', [0.5, 7])];
    const { explanation } = explain(insides([{ type: 'conv2d', filters: 2, padding: 1 }], shape(2, 3, 3), two, weights), at(1, 0, 0));
    if (explanation.kind !== 'weighted') throw new Error(explanation.kind);
    expect(explanation.terms.map(({ value }) => value)).toEqual([0, 0, 0, 0, 1, 2, 0, 4, 5, 0, 0, 0, 0, 10, 11, 0, 13, 14]);
    expect(explanation.terms.map(({ isPadding }) => isPadding).slice(0, 5)).toEqual([true, true, true, true, false]);
    expect(explanation.terms[4]).toEqual({ channel: 0, row: 0, column: 0, value: 1, isPadding: false, weight: 105, product: 105 });
    // 1·105 + 2·106 + 4·108 + 5·109 + 10·114 + 11·115 + 13·117 + 14·118
    expect(explanation).toMatchObject({ sum: 6872, bias: 7, result: 6879 });
  });

  it('with a stride and a dilation', () => {
    const layer: LayerSpec = { type: 'conv2d', filters: 1, kernel: 2, stride: 2, dilation: 2, padding: 1, bias: false };
    const { explanation } = explain(insides([layer], shape(1, 4, 4), count(16), [tensor('0.weight', [1, 10, 100, 1000])]), at(0, 1, 1));
    // The window's corner is at 2·1 − 1, its values two apart: 6 8 / 14 16.
    expect(explanation).toMatchObject({ kind: 'weighted', bias: undefined, sum: 6 + 80 + 1400 + 16000, result: 17486 });
    if (explanation.kind !== 'weighted') return;
    expect(explanation.terms.map(({ row, column }) => [row, column])).toEqual([
      [1, 1],
      [1, 3],
      [3, 1],
      [3, 3],
    ]);
  });

  it('in groups sees the channels of its own group alone', () => {
    const layer: LayerSpec = { type: 'conv2d', filters: 4, kernel: 1, groups: 2, padding: 0, bias: false };
    const weights = [tensor('0.weight', [1, 2, 3, 4, 5, 6, 7, 8])];
    const { explanation } = explain(insides([layer], shape(4, 1, 1), count(4, 10), weights), at(3));
    // The fourth filter is of the second group: channels 2 and 3, weights 7 and 8.
    expect(explanation).toMatchObject({ kind: 'weighted', result: 12 * 7 + 13 * 8, terms: [{ channel: 2 }, { channel: 3 }] });
  });

  it('whose weights are not shared takes those of its own position', () => {
    const layer: LayerSpec = { type: 'locallyConnected2d', filters: 2, kernel: 2, padding: 0 };
    // Two filters, 2 × 1 positions of four weights each.
    const weights = [tensor('0.weight', [...count(16)]), tensor('0.bias', [0, 3])];
    const { explanation } = explain(insides([layer], shape(1, 3, 2), count(6), weights), at(1, 1, 0));
    // Values 3 4 / 5 6, weights 13 to 16.
    expect(explanation).toMatchObject({ kind: 'weighted', sum: 39 + 56 + 75 + 96, bias: 3, result: 269 });
  });

  it('of a dense layer, over values that a flattened picture has', () => {
    const layers: LayerSpec[] = [{ type: 'flatten' }, { type: 'dense', units: 2 }];
    const weights = [tensor('1.weight', [1, 2, 3, 4, 5, 6, 7, 8]), tensor('1.bias', [0, -1])];
    const inside = insides(layers, shape(2, 1, 2), count(4), weights, { 'layers[0]': [1, 2, 3, 4] });
    expect(explain(inside, at(1, 0, 0, 'layers[1]')).explanation).toMatchObject({ kind: 'weighted', sum: 5 + 12 + 21 + 32, bias: -1, result: 69 });
    expect(explain(inside, at(3)).explanation).toEqual({ kind: 'passed', from: { channel: 1, row: 0, column: 1 }, result: 4 });
  });
});

describe('a pool', () => {
  const negative = two.map((value) => -value);

  it('takes the largest value, never a zero of the padding', () => {
    const { explanation } = explain(insides([{ type: 'maxPool2d', size: 2, stride: 2, padding: 1 }], shape(2, 3, 3), negative), at(1, 0, 0));
    expect(explanation).toEqual({ kind: 'largest', terms: [{ channel: 1, row: 0, column: 0, value: -10, isPadding: false }], result: -10 });
  });

  it('takes the mean, with zeros of the padding', () => {
    const { explanation } = explain(insides([{ type: 'avgPool2d', size: 2, stride: 2, padding: 1 }], shape(2, 3, 3), two), at(0, 1, 0));
    // 0 4 / 0 7
    expect(explanation).toMatchObject({ kind: 'mean', sum: 11, result: 2.75 });
  });

  it('takes the mean of a whole channel', () => {
    const { explanation } = explain(insides([{ type: 'globalAvgPool' }], shape(2, 3, 3), two), at(1));
    expect(explanation).toMatchObject({ kind: 'mean', sum: 126, result: 14 });
    if (explanation.kind === 'mean') expect(explanation.terms.at(-1)).toMatchObject({ channel: 1, row: 2, column: 2, value: 18 });
  });
});

describe('what is done to each value by itself', () => {
  it('a normalisation goes by the running statistics', () => {
    const weights = [tensor('0.weight', [1, 3]), tensor('0.bias', [0, 0.25]), tensor('0.running_mean', [0, 12]), tensor('0.running_var', [1, 3.99])];
    const layer: LayerSpec = { type: 'batchNorm', epsilon: 0.01 };
    const { explanation } = explain(insides([layer], shape(2, 3, 3), two, weights), at(1, 2, 1));
    // (17 − 12) / √4 · 3 + 0.25
    expect(explanation).toMatchObject({ kind: 'normalised', value: 17, mean: 12, weight: 3, bias: 0.25 });
    expect(explanation.result).toBeCloseTo(7.75, 6);
    const without = explain(insides([{ ...layer, scale: false }], shape(2, 3, 3), two, weights.slice(1)), at(1, 2, 1)).explanation;
    expect(without).toMatchObject({ weight: undefined });
    expect(without.result).toBeCloseTo(2.75, 6);
  });

  it.each([
    ['relu', {}, -2, 0],
    ['relu', {}, 3, 3],
    ['leakyRelu', { slope: 0.1 }, -2, -0.2],
    ['elu', { alpha: 2 }, -1, 2 * (1 / Math.E - 1)],
    // 1 · Φ(1), from a table.
    ['gelu', {}, 1, 0.8413447461],
    ['silu', {}, 2, 2 / (1 + Math.exp(-2))],
    ['sigmoid', {}, 0, 0.5],
    ['tanh', {}, 1, 0.761594156],
    ['scale', { factor: -0.5 }, 3, -1.5],
  ] satisfies [LayerType, object, number, number][])('%s %o of %d is %d', (type, options, x, expected) => {
    const { explanation } = explain(insides([{ type, ...options }], shape(1, 1, 2), Float32Array.of(9, x)), at(0, 0, 1));
    expect(explanation).toMatchObject({ kind: 'applied', value: x });
    expect(explanation.result).toBeCloseTo(expected, 9);
  });

  it('dropout hands on, and so do channels before those of zeros', () => {
    expect(explain(insides([{ type: 'dropout' }], shape(2, 3, 3), two), at(1, 0, 2)).explanation).toMatchObject({ kind: 'passed', result: 12 });
    const padded = insides([{ type: 'padChannels', channels: 3 }], shape(2, 3, 3), two);
    expect(explain(padded, at(1, 0, 2)).explanation).toMatchObject({ result: 12 });
    expect(explain(padded, at(2, 0, 2)).explanation).toEqual({ kind: 'passed', from: undefined, result: 0 });
  });
});

describe('a block', () => {
  const outputs = { 'layers[0]': [1, 2], 'layers[1].layers[0]': [10, 20], 'layers[1]': [11, 22] };
  const block: LayerSpec = { type: 'residual', layers: [{ type: 'tanh' }], shortcut: [] };
  const inside = insides([{ type: 'relu' }, block, { type: 'relu' }], shape(1, 1, 2), Float32Array.of(1, 2), [], outputs);

  it('adds what its two ways give; an empty one gives what comes in', () => {
    expect(explain(inside, at(0, 0, 1, 'layers[1]')).explanation).toEqual({ kind: 'added', layers: 20, shortcut: 2, result: 22 });
  });

  it('hands its input to the first layer inside', () => {
    expect(explain(inside, at(0, 0, 1, 'layers[1].layers[0]')).explanation).toMatchObject({ kind: 'applied', value: 2 });
  });

  it('is told with the activation that stands behind it, and only with one', () => {
    expect(explain(inside, at(0, 0, 1, 'layers[1]')).behind).toEqual({
      path: 'layers[2]',
      type: 'relu',
      explanation: { kind: 'applied', value: 22, result: 22 },
    });
    expect(explain(inside, at(0, 0, 1, 'layers[0]')).behind).toBeUndefined();
  });
});

it('explains every type of layer there is', () => {
  for (const type of layerTypes) {
    const { parameters } = layers[type];
    const input = type === 'dense' ? shape(4, 1, 1) : shape(4, 3, 3);
    const inside = insides([{ type }], input, count(input.channels * input.height * input.width));
    const [node] = inside.graph.nodes;
    const weights = (node ? parameters(node.input, node.output, node.options) : []).map(({ name, shape: sides }) =>
      tensor(`0.${name}`, [...count(sides.reduce((product, side) => product * side, 1))]),
    );
    expect(explain({ ...inside, weights }, at(1)).explanation.result, type).toEqual(expect.any(Number));
    expect(explain({ ...inside, weights }, at(1)).explanation.result, type).not.toBeNaN();
  }
});

it('refuses a layer that is not there', () => {
  expect(() => explain(insides([{ type: 'relu' }], shape(1, 1, 1), count(1)), at(0, 0, 0, 'layers[4]'))).toThrow('no layer at layers[4]');
});
