import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../src/engine/graph/spec';
import type { Shape } from '../../src/engine/shape';
import { planProbe } from '../../src/engine/plan/plan';
import { Random } from '../../src/engine/random';
import { drawCase, expectOracle, shape } from '../support/cases';
import { traitsPreferring } from '../support/gpu';

type Case = readonly [what: string, options: Omit<LayerSpec, 'type'>, input: Shape, batch: number];

const odd: readonly Case[] = [
  ['depthwise', { filters: 6, groups: 6 }, shape(6, 5, 7), 3],
  ['depthwise, stride 2, dilation 3', { filters: 9, groups: 9, kernel: 3, stride: 2, dilation: 3, padding: 3 }, shape(9, 8, 11), 2],
  ['depthwise with two filters a channel', { filters: 10, groups: 5, kernel: 3 }, shape(5, 6, 5), 2],
  ['one filter for each three channels', { filters: 3, groups: 3, kernel: 2, padding: 1, bias: false }, shape(9, 4, 5), 2],
  ['groups of four, all of a vector alike', { filters: 8, groups: 2, kernel: 3 }, shape(8, 5, 6), 2],
  ['groups of four filters that see three channels', { filters: 12, groups: 3, kernel: 3, stride: 3 }, shape(9, 7, 8), 2],
  ['groups of three filters that see four channels', { filters: 9, groups: 3, kernel: 1 }, shape(12, 5, 3), 2],
  ['groups of six, which begin in the midst of a vector', { filters: 18, groups: 3, kernel: 3 }, shape(18, 4, 5), 2],
  ['130 channels of one filter each', { filters: 130, groups: 130, kernel: 2, padding: 0 }, shape(130, 2, 3), 1],
  ['a kernel larger than the picture', { filters: 4, groups: 2, kernel: 4, padding: 4 }, shape(2, 2, 3), 2],
];

/** Shapes that a form could make, from a fixed seed; those that cannot work are drawn again. */
function drawShapes(count: number): Case[] {
  const random = Random.from(3);
  const from = (low: number, high: number) => low + random.below(high - low + 1);
  const cases: Case[] = [];
  while (cases.length < count) {
    const [groups, kernel, stride, padding, dilation] = [from(2, 5), from(1, 4), from(1, 3), from(0, 3), from(1, 2)];
    const filters = groups * from(1, 5);
    const input = shape(groups * from(1, 5), from(1, 9), from(1, 9));
    if (dilation * (kernel - 1) + 1 > Math.min(input.height, input.width) + 2 * padding) continue;
    const options = { filters, groups, kernel, stride, padding, dilation, bias: random.below(2) === 1 };
    cases.push([`${JSON.stringify(options)} on ${JSON.stringify(input)}`, options, input, from(1, 4)]);
  }
  return cases;
}

describe('conv2d in groups', () => {
  it.each([...odd, ...drawShapes(6)])('%s', async (_, options, input, batch) => {
    await expectOracle(drawCase([{ type: 'conv2d', ...options }], input, batch), await traitsPreferring('direct'));
  });

  it.each([
    [
      'depthwise, then pointwise',
      [
        { type: 'conv2d', filters: 6, groups: 6 },
        { type: 'conv2d', filters: 10, kernel: 1 },
      ],
    ],
    [
      'a ReLU before and behind, both in passing',
      [{ type: 'conv2d', filters: 6, kernel: 1 }, { type: 'relu' }, { type: 'conv2d', filters: 9, groups: 3 }, { type: 'relu' }],
    ],
    [
      'twice, with channels that fill no vector',
      [
        { type: 'conv2d', filters: 9, groups: 3 },
        { type: 'conv2d', filters: 6, groups: 3 },
      ],
    ],
  ] satisfies [string, LayerSpec[]][])('%s', async (_, layers) => {
    const drawn = drawCase(layers, shape(6, 5, 4), 3);
    const traits = await traitsPreferring('direct');
    await expectOracle(drawn, traits);
    expect(planProbe(drawn.graph, drawn.batch, traits).dispatches.map(({ kernel }) => kernel)).not.toContain('relu');
  });

  it.each([
    [1, 1],
    [20_000, 20],
  ])('adds up weight gradients where %d invocations keep the adapter busy, in %d partial sums', async (parallelism, splits) => {
    const drawn = drawCase([{ type: 'conv2d', filters: 6, groups: 3 }], shape(6, 5, 5), 4);
    const traits = { ...(await traitsPreferring('direct')), parallelism };
    expect(planProbe(drawn.graph, drawn.batch, traits).parameters.map((parameter) => parameter.splits)).toEqual([splits, splits]);
    await expectOracle(drawn, traits);
  });
});
