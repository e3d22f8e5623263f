import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../src/engine/graph/spec';
import type { Shape } from '../../src/engine/shape';
import { planProbe } from '../../src/engine/plan/plan';
import { Random } from '../../src/engine/random';
import { drawCase, expectOracle, shape } from '../support/cases';
import { traitsPreferring, variants } from '../support/gpu';

type Case = readonly [what: string, options: Omit<LayerSpec, 'type'>, input: Shape, batch: number];

const odd: readonly Case[] = [
  ['stride 3 and padding 2 on odd sides', { filters: 5, kernel: 3, stride: 3, padding: 2 }, shape(3, 7, 10), 2],
  ['a kernel as large as the picture', { filters: 7, kernel: 5, padding: 0 }, shape(6, 5, 5), 3],
  ['a kernel larger than the picture, and outputs of padding alone', { filters: 3, kernel: 4, padding: 4 }, shape(2, 2, 3), 2],
  ['one channel, one filter, one row, one picture, no bias', { filters: 1, kernel: 3, bias: false }, shape(1, 1, 35), 1],
  ['257 channels and 257 filters', { filters: 257, kernel: 2, padding: 0 }, shape(257, 2, 3), 1],
  ['inputs that no output reads', { filters: 4, kernel: 1, stride: 3, padding: 0 }, shape(5, 6, 7), 2],
  ['an even kernel with more zeros at the far side', { filters: 6, kernel: 4, stride: 2, padding: 'same' }, shape(4, 9, 6), 2],
  ['a dilation of 2, and zeros that keep the size', { filters: 5, kernel: 3, dilation: 2 }, shape(6, 9, 7), 2],
  ['a dilation of 3 under a stride of 2', { filters: 9, kernel: 3, dilation: 3, stride: 2, padding: 2 }, shape(3, 10, 13), 2],
  ['a dilation that leaves one value under the window', { filters: 3, kernel: 2, dilation: 16, padding: 16 }, shape(5, 3, 4), 1],
];

/** Shapes that a form could make, from a fixed seed; those that cannot work are drawn again. */
function drawShapes(count: number): Case[] {
  const random = Random.from(2);
  const from = (low: number, high: number) => low + random.below(high - low + 1);
  const cases: Case[] = [];
  while (cases.length < count) {
    const [filters, kernel, stride, padding, dilation] = [from(1, 12), from(1, 5), from(1, 3), from(0, 3), from(1, 3)];
    const input = shape(from(1, 12), from(1, 12), from(1, 12));
    if (dilation * (kernel - 1) + 1 > Math.min(input.height, input.width) + 2 * padding) continue;
    const options = { filters, kernel, stride, padding, dilation, bias: random.below(2) === 1 };
    cases.push([`${JSON.stringify(options)} on ${JSON.stringify(input)}`, options, input, from(1, 4)]);
  }
  return cases;
}

describe.each(variants)('conv2d, %s kernels', (variant) => {
  it.each([...odd, ...drawShapes(3)])('%s', async (_, options, input, batch) => {
    await expectOracle(drawCase([{ type: 'conv2d', ...options }], input, batch), await traitsPreferring(variant));
  });

  it.each([
    [1, 1],
    [20_000, 20],
  ])('adds up weight gradients where %d invocations keep the adapter busy, in %d partial sums', async (parallelism, splits) => {
    const drawn = drawCase([{ type: 'conv2d', filters: 4, kernel: 3 }], shape(3, 5, 5), 4);
    const traits = { ...(await traitsPreferring(variant)), parallelism };
    expect(planProbe(drawn.graph, drawn.batch, traits).parameters.map((parameter) => parameter.splits)).toEqual([splits, splits]);
    await expectOracle(drawn, traits);
  });
});
