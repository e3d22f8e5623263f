import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../src/engine/graph/spec';
import type { Shape } from '../../src/engine/shape';
import { planProbe } from '../../src/engine/plan/plan';
import { Random } from '../../src/engine/random';
import { drawCase, expectOracle, shape } from '../support/cases';
import { traitsPreferring } from '../support/gpu';

type Case = readonly [what: string, options: Omit<LayerSpec, 'type'>, input: Shape, batch: number];

const odd: readonly Case[] = [
  ['stride 3 and padding 2 on odd sides', { filters: 5, kernel: 3, stride: 3, padding: 2 }, shape(3, 7, 10), 2],
  ['a kernel as large as the picture', { filters: 7, kernel: 5, padding: 0 }, shape(6, 5, 5), 3],
  ['a kernel larger than the picture, and outputs of padding alone', { filters: 3, kernel: 4, padding: 4 }, shape(2, 2, 3), 2],
  ['one channel, one filter, one row, one picture, no bias', { filters: 1, kernel: 3, bias: false }, shape(1, 1, 35), 1],
  ['70 channels and 70 filters', { filters: 70, kernel: 2, padding: 0 }, shape(70, 2, 3), 1],
  ['inputs that no output reads', { filters: 4, kernel: 1, stride: 3, padding: 0 }, shape(5, 6, 7), 2],
  ['an even kernel with more zeros at the far side', { filters: 6, kernel: 4, stride: 2, padding: 'same' }, shape(4, 9, 6), 2],
  ['more pictures than one invocation takes', { filters: 6, kernel: 2 }, shape(5, 3, 4), 19],
];

/** Shapes that a form could make, from a fixed seed; those that cannot work are drawn again. */
function drawShapes(count: number): Case[] {
  const random = Random.from(4);
  const from = (low: number, high: number) => low + random.below(high - low + 1);
  const cases: Case[] = [];
  while (cases.length < count) {
    const [filters, kernel, stride, padding] = [from(1, 12), from(1, 4), from(1, 3), from(0, 3)];
    const input = shape(from(1, 9), from(1, 8), from(1, 8));
    if (kernel > Math.min(input.height, input.width) + 2 * padding) continue;
    const options = { filters, kernel, stride, padding, bias: random.below(2) === 1 };
    cases.push([`${JSON.stringify(options)} on ${JSON.stringify(input)}`, options, input, from(1, 12)]);
  }
  return cases;
}

describe('locallyConnected2d', () => {
  it.each([...odd, ...drawShapes(5)])('%s', async (_, options, input, batch) => {
    await expectOracle(drawCase([{ type: 'locallyConnected2d', ...options }], input, batch), await traitsPreferring('direct'));
  });

  it.each([
    [
      'between two convolutions with a ReLU in passing',
      [{ type: 'conv2d', filters: 6 }, { type: 'relu' }, { type: 'locallyConnected2d', filters: 5 }, { type: 'relu' }, { type: 'conv2d' }],
    ],
    ['on a vector that was a picture', [{ type: 'flatten' }, { type: 'locallyConnected2d', filters: 5, kernel: 1 }]],
  ] satisfies [string, LayerSpec[]][])('%s', async (_, layers) => {
    const drawn = drawCase(layers, shape(3, 5, 4), 3);
    const traits = await traitsPreferring('direct');
    await expectOracle(drawn, traits);
    expect(planProbe(drawn.graph, drawn.batch, traits).dispatches.map(({ kernel }) => kernel)).not.toContain('relu');
  });

  it('has 5,880,000 weights and 100 biases where 100 filters of 5 × 5 see a picture of 3 × 32 × 32', async () => {
    const drawn = drawCase([{ type: 'locallyConnected2d', filters: 100, kernel: 5, padding: 'valid' }], shape(3, 32, 32), 2);
    expect(drawn.graph.parameterCount).toBe(5_880_000 + 100);
    await expectOracle(drawn, await traitsPreferring('direct'));
  });

  it.each([
    [1, [1, 1]],
    [10_000, [4, 20]],
  ])('adds up gradients where %d invocations keep the adapter busy, in %j partial sums', async (parallelism, splits) => {
    const drawn = drawCase([{ type: 'locallyConnected2d', filters: 6 }], shape(6, 5, 5), 4);
    const traits = { ...(await traitsPreferring('direct')), parallelism };
    expect(planProbe(drawn.graph, drawn.batch, traits).parameters.map((parameter) => parameter.splits)).toEqual(splits);
    await expectOracle(drawn, traits);
  });
});
