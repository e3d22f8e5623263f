import { describe, expect, it } from 'vitest';
import { buildGraph, everyNode } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { withDefaults } from '../../../src/state/learnLink';
import { depth } from '../../../src/ui/learn/chapters/depth';
import { placed, unitsOf } from '../../../src/ui/learn/chapters/depth/drawing';
import { contendersOf, networkNames, networkOf, pairOf, pairs, sizes, type Pair } from '../../../src/ui/learn/chapters/depth/networks';

const pairNames = Object.keys(pairs) as Pair[];
const weights = (of: Parameters<typeof everyNode>[0]) => everyNode(of).filter(({ spec }) => ['conv2d', 'dense'].includes(spec.type));

describe('the networks of the chapter on depth', () => {
  it.each(pairNames.flatMap((pair) => sizes.map((size) => [pair, size] as const)))('of %s, %s, have equal parameters within three percent', (pair, size) => {
    for (const blocks of [1, 3, 5]) {
      const [a = NaN, b = NaN] = contendersOf(pair, size, blocks).map(({ model }) => buildGraph(model).parameterCount);
      expect(Math.abs(a / b - 1)).toBeLessThan(0.03);
      if (pair === 'shortcut') expect(a).toBe(b);
    }
  });

  it('are the presets where they are large, and ResNet-20 with padded identities', () => {
    expect(networkOf('wide', 'large', 3)).toEqual(presets.wide);
    expect(networkOf('deep', 'large', 3)).toEqual(presets.deep);
    // He et al., table 6: 0.27 M.
    expect(buildGraph(networkOf('residual', 'large', 3)).parameterCount).toBe(269_722);
  });

  it.each([1, 2, 5])('have the same layers with shortcuts and without, %i blocks a stage', (blocks) => {
    const [plain, residual] = contendersOf('shortcut', 'small', blocks).map(({ model }) =>
      weights(buildGraph(model).nodes).map(({ spec, output }) => ({ spec, output })),
    );
    expect(plain).toEqual(residual);
    expect(plain).toHaveLength(6 * blocks + 2);
    const types = networkOf('plain', 'small', blocks).layers.map(({ type }) => type);
    expect(types).not.toContain('residual');
  });

  it('are compared with the other of their pair', () => {
    for (const name of networkNames) expect(pairs[pairOf(name)]).toContain(name);
    const state = withDefaults(depth.fields, { network: 'residual', blocks: 2 });
    expect(depth.network(state)).toEqual(networkOf('residual', 'small', 2));
  });
});

it('asks which needs more work, and knows by the convolutions', () => {
  // Σ filters · channels · 9 · places of every convolution, and the dense layer.
  const stages = (convolutions: number, filters: number) => {
    let [work, channels] = [0, 3];
    for (const [stage, side] of [32, 16, 8].entries()) {
      for (let at = 0; at < convolutions; at++) {
        const own = filters * 2 ** stage;
        work += own * channels * 9 * side ** 2;
        channels = own;
      }
    }
    return work + channels * 10;
  };
  const { wideWork, deepWork } = depth.prediction.figures?.() ?? {};
  expect([wideWork, deepWork]).toEqual([stages(1, 64), stages(3, 28)]);
  expect(depth.prediction.right()).toBe('deep');
});

describe('the drawing of a network', () => {
  const units = unitsOf(buildGraph(networkOf('residual', 'small', 1)));

  it('has a box for each layer with weights and each pool, blocks together', () => {
    expect(units.map(({ nodes, isBlock }) => [nodes.map(({ spec }) => spec.type).join(' '), isBlock])).toEqual([
      ['conv2d', false],
      ...[1, 2, 3].map(() => ['conv2d conv2d', true]),
      ['globalAvgPool', false],
      ['dense', false],
    ]);
  });

  it('never parts a block between two rows', () => {
    expect(placed(units, 4).map(({ column, row }) => [column, row])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [2, 1],
      [0, 2],
      [1, 2],
    ]);
    for (const columns of [2, 3, 5, 7]) {
      for (const { column, nodes } of placed(units, columns)) expect(column + nodes.length).toBeLessThanOrEqual(columns);
    }
  });
});
