import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';
import { initialWeights } from '../../../src/engine/weights/initialise';

/** The initial weight of a convolution of 64 filters of 3 × 3 on 50 channels: 28,800 values, fan-in 450, fan-out 576. */
function drawn(init: string): Float32Array {
  const layers: LayerSpec[] = [{ type: 'conv2d', filters: 64, kernel: 3, init }, { type: 'flatten' }, { type: 'dense' }];
  const graph = buildGraph(model(layers, { channels: 50, height: 4, width: 4 }));
  return initialWeights(graph, 1)[0]?.data ?? new Float32Array();
}

const [FAN_IN, FAN_OUT] = [50 * 9, 64 * 9];

function moments(values: Float32Array) {
  const mean = (of: (value: number) => number) => values.reduce((sum, value) => sum + of(value), 0) / values.length;
  const deviation = Math.sqrt(mean((value) => value ** 2));
  return { mean: mean((value) => value), deviation, kurtosis: mean((value) => value ** 4) / deviation ** 4 };
}

describe('initial weights', () => {
  it.each([
    ['heNormal', Math.sqrt(2 / FAN_IN), 3],
    ['glorotNormal', Math.sqrt(2 / (FAN_IN + FAN_OUT)), 3],
    // A uniform variable on [−b, b] has deviation b / √3 and kurtosis 9 / 5.
    ['heUniform', Math.sqrt(6 / FAN_IN / 3), 1.8],
    ['glorotUniform', Math.sqrt(6 / (FAN_IN + FAN_OUT) / 3), 1.8],
    ['lecunUniform', Math.sqrt(1 / FAN_IN), 1.8],
    // Cut off at twice the deviation before cutting: E x⁴ / (E x²)² = 1.4162 / 0.7737².
    ['lecunNormal', Math.sqrt(1 / FAN_IN), 2.3655],
  ])('have the mean, deviation and shape of %s', (init, deviation, kurtosis) => {
    const found = moments(drawn(init));
    // Four deviations of each estimate from 28,800 values.
    expect(Math.abs(found.mean)).toBeLessThan(0.024 * deviation);
    expect(Math.abs(found.deviation / deviation - 1)).toBeLessThan(0.017);
    expect(Math.abs(found.kurtosis - kurtosis)).toBeLessThan(0.12);
  });

  it.each([
    ['heUniform', Math.sqrt(6 / FAN_IN)],
    ['glorotUniform', Math.sqrt(6 / (FAN_IN + FAN_OUT))],
    ['lecunUniform', Math.sqrt(3 / FAN_IN)],
    ['lecunNormal', (2 * Math.sqrt(1 / FAN_IN)) / 0.8796256610342398],
  ])('stay within the bound of %s, and come near it', (init, bound) => {
    const largest = drawn(init).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.999 * bound);
  });

  it('are zero where that is asked for, and biases always', () => {
    expect(drawn('zeros').every((value) => value === 0)).toBe(true);
    const biases = initialWeights(buildGraph(presets.lenet), 1).filter(({ name }) => name.endsWith('.bias'));
    expect(biases).toHaveLength(5);
    expect(biases.every(({ data }) => data.every((value) => value === 0))).toBe(true);
  });

  it.each([
    ['fewer rows than columns', 12, 50 * 9],
    ['more rows than columns', 20, 9],
  ])('are orthonormal where that is asked for, %s', (_, filters, columns) => {
    const layers: LayerSpec[] = [{ type: 'conv2d', filters, kernel: 3, init: 'orthogonal' }, { type: 'flatten' }, { type: 'dense' }];
    const graph = buildGraph(model(layers, { channels: columns / 9, height: 4, width: 4 }));
    const { data } = initialWeights(graph, 1)[0] ?? { data: new Float32Array() };
    const at = (row: number, column: number) => data[row * columns + column] ?? NaN;
    const short = filters <= columns;
    const [count, length] = short ? [filters, columns] : [columns, filters];
    const value = (vector: number, place: number) => (short ? at(vector, place) : at(place, vector));
    for (let a = 0; a < count; a++) {
      for (let b = 0; b <= a; b++) {
        const product = Array.from({ length }, (_, place) => value(a, place) * value(b, place)).reduce((sum, term) => sum + term, 0);
        expect(product).toBeCloseTo(a === b ? 1 : 0, 5);
      }
    }
  });

  it('are orthogonal at each position where weights are not shared', () => {
    const layers: LayerSpec[] = [{ type: 'locallyConnected2d', filters: 5, kernel: 2, padding: 0, init: 'orthogonal' }, { type: 'flatten' }, { type: 'dense' }];
    const { data, shape } = initialWeights(buildGraph(model(layers, { channels: 3, height: 3, width: 4 })), 1)[0] ?? { data: new Float32Array() };
    expect(shape).toEqual([5, 2, 3, 3, 2, 2]);
    const at = (filter: number, position: number, place: number) => data[(filter * 6 + position) * 12 + place] ?? NaN;
    for (let position = 0; position < 6; position++) {
      for (let a = 0; a < 5; a++) {
        for (let b = 0; b <= a; b++) {
          const product = Array.from({ length: 12 }, (_, place) => at(a, position, place) * at(b, position, place)).reduce((sum, term) => sum + term, 0);
          expect(product).toBeCloseTo(a === b ? 1 : 0, 5);
        }
      }
    }
  });

  it.each([
    [
      'more filters than channels',
      { filters: 7, kernel: 3 },
      4,
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    ],
    [
      'more channels than filters',
      { filters: 3, kernel: 3 },
      5,
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'an even kernel',
      { filters: 2, kernel: 4 },
      2,
      [
        [0, 0],
        [1, 1],
      ],
    ],
    [
      'groups',
      { filters: 6, kernel: 3, groups: 2 },
      4,
      [
        [0, 0],
        [1, 1],
        [3, 0],
        [4, 1],
      ],
    ],
  ])('pass channels on where that is asked for, %s; the rest as PyTorch begins', (_, options, channels, passing) => {
    const layers: LayerSpec[] = [{ type: 'conv2d', ...options, init: 'dirac' }, { type: 'flatten' }, { type: 'dense' }];
    const { data, shape } = initialWeights(buildGraph(model(layers, { channels, height: 5, width: 5 })), 1)[0] ?? { data: new Float32Array(), shape: [] };
    const [filters = 0, inputs = 0] = shape;
    const taps = options.kernel ** 2;
    for (let filter = 0; filter < filters; filter++) {
      const values = [...data.subarray(filter * inputs * taps, (filter + 1) * inputs * taps)];
      const [, channel] = passing.find(([one]) => one === filter) ?? [];
      if (channel === undefined) {
        // kaiming_uniform_ with a = √5 has the bound √(1 / fan-in).
        expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(1 / values.length));
        expect(values.every((value) => value !== 0)).toBe(true);
      } else {
        const centre = Math.floor(options.kernel / 2) * (options.kernel + 1);
        expect(values.flatMap((value, at) => (value === 0 ? [] : [[at, value]]))).toEqual([[channel * taps + centre, 1]]);
      }
    }
  });

  it('count the fans of a dense layer by its inputs and units', () => {
    const { data } = initialWeights(buildGraph(presets.mlp), 1)[0] ?? { data: new Float32Array() };
    expect(data).toHaveLength(512 * 3072);
    expect(moments(data).deviation / Math.sqrt(2 / 3072)).toBeCloseTo(1, 2);
  });

  it('are the same for the same seed, and others for any other', () => {
    const graph = buildGraph(presets.lenet);
    expect(initialWeights(graph, 5)).toEqual(initialWeights(graph, 5));
    expect(initialWeights(graph, 5)[0]).not.toEqual(initialWeights(graph, 6)[0]);
  });

  it('of one layer stay when another is edited', () => {
    const layers = presets.lenet.layers;
    const edited = buildGraph(model(layers.with(0, { type: 'conv2d', filters: 8, kernel: 5, padding: 0 })));
    const names = ['7.weight', '9.weight', '11.weight'];
    const kept = (weights: ReturnType<typeof initialWeights>) => weights.filter(({ name }) => names.includes(name));
    expect(kept(initialWeights(edited, 1))).toEqual(kept(initialWeights(buildGraph(presets.lenet), 1)));
  });

  it('of batch normalisation change nothing: scales and variances of 1, shifts and means of 0, named as in PyTorch', () => {
    const graph = buildGraph(model([{ type: 'batchNorm' }, { type: 'flatten' }, { type: 'dense' }]));
    expect(initialWeights(graph, 1).slice(0, 4)).toEqual([
      { name: '0.weight', shape: [3], data: Float32Array.of(1, 1, 1) },
      { name: '0.bias', shape: [3], data: Float32Array.of(0, 0, 0) },
      { name: '0.running_mean', shape: [3], data: Float32Array.of(0, 0, 0) },
      { name: '0.running_var', shape: [3], data: Float32Array.of(1, 1, 1) },
    ]);
    // Running statistics are no parameters.
    expect(graph.nodes[0]?.parameterCount).toBe(6);
    expect(graph.parameterCount).toBe(6 + 30_730);
  });

  it('of batch normalisation without a scale have none', () => {
    const graph = buildGraph(model([{ type: 'batchNorm', scale: false }, { type: 'flatten' }, { type: 'dense' }]));
    expect(
      initialWeights(graph, 1)
        .map(({ name }) => name)
        .slice(0, 3),
    ).toEqual(['0.bias', '0.running_mean', '0.running_var']);
    expect(graph.nodes[0]?.parameterCount).toBe(3);
  });

  it("have PyTorch's names and shapes", () => {
    const shapes = initialWeights(buildGraph(presets.lenet), 1).map(({ name, shape, data }) => [name, shape, data.length] as const);
    expect(shapes.slice(0, 2)).toEqual([
      ['0.weight', [6, 3, 5, 5], 450],
      ['0.bias', [6], 6],
    ]);
    expect(shapes.slice(-2)).toEqual([
      ['11.weight', [10, 84], 840],
      ['11.bias', [10], 10],
    ]);
  });
});
