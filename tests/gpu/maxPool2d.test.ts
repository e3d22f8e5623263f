import { describe, expect, it } from 'vitest';
import { drawCase, expectOracle, onDevice, shape } from '../support/cases';
import { traitsPreferring } from '../support/gpu';

const traits = () => traitsPreferring('direct');

describe('maxPool2d', () => {
  it.each([
    ['windows that overlap, on padding and odd sides', { size: 3, stride: 2, padding: 1 }, shape(5, 7, 10), 2],
    ['padding 2 and stride 3', { size: 5, stride: 3, padding: 2 }, shape(3, 8, 7), 2],
    ['a window as large as the picture', { size: 6, stride: 1 }, shape(7, 6, 6), 3],
    ['257 channels', { size: 2, stride: 2 }, shape(257, 4, 5), 1],
    ['one channel, one picture, values that no window covers', { size: 2, stride: 4 }, shape(1, 9, 11), 1],
    ['more padding at the far side', { size: 2, stride: 1, padding: 'same' }, shape(4, 3, 5), 2],
    ['a window of one value', { size: 1, stride: 3 }, shape(2, 7, 4), 2],
  ])('takes the largest of %s', async (_, options, input, batch) => {
    await expectOracle(drawCase([{ type: 'maxPool2d', ...options }], input, batch), await traits());
  });

  it('gives the gradient to the first of equal values, row by row, as PyTorch does', async () => {
    const drawn = drawCase([{ type: 'maxPool2d', size: 2, stride: 1 }], shape(1, 3, 3), 1);
    const input = Float32Array.of(...[1, 1, 0], ...[1, 1, 2], ...[0, 2, 2]);
    const outputGradient = Float32Array.of(1, 10, 100, 1000);
    const { output, inputGradient } = await onDevice({ ...drawn, input, outputGradient }, await traits());
    expect([...output]).toEqual([1, 2, 2, 2]);
    expect([...inputGradient]).toEqual([...[1, 0, 0], ...[0, 0, 1010], ...[0, 100, 0]]);
  });

  it('never lets padding win, not even over the most negative numbers', async () => {
    const drawn = drawCase([{ type: 'maxPool2d', size: 3, stride: 2, padding: 1 }], shape(1, 2, 2), 1);
    const input = Float32Array.of(-3e38, -2e38, -5, -3.4e38);
    const { output, inputGradient } = await onDevice({ ...drawn, input, outputGradient: Float32Array.of(7) }, await traits());
    expect([...output]).toEqual([-5]);
    expect([...inputGradient]).toEqual([0, 0, 7, 0]);
  });

  it('agrees where many values tie', async () => {
    const drawn = drawCase([{ type: 'maxPool2d', size: 3, stride: 2, padding: 1 }], shape(6, 8, 9), 2);
    await expectOracle({ ...drawn, input: drawn.input.map((value) => Math.round(value)) }, await traits());
  });
});
