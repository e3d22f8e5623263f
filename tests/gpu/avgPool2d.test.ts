import { describe, expect, it } from 'vitest';
import { drawCase, expectOracle, onDevice, shape } from '../support/cases';
import { traitsPreferring } from '../support/gpu';

const traits = () => traitsPreferring('direct');

describe('avgPool2d', () => {
  it.each([
    ['windows that overlap, on padding and odd sides', { size: 3, stride: 2, padding: 1 }, shape(5, 7, 10), 2],
    ['padding 2 and stride 3', { size: 5, stride: 3, padding: 2 }, shape(3, 8, 7), 2],
    ['a window as large as the picture', { size: 6, stride: 1 }, shape(7, 6, 6), 3],
    ['257 channels', { size: 2, stride: 2 }, shape(257, 4, 5), 1],
    ['one channel, one picture, values that no window covers', { size: 2, stride: 4 }, shape(1, 9, 11), 1],
    ['more padding at the far side', { size: 2, stride: 1, padding: 'same' }, shape(4, 3, 5), 2],
  ])('takes the mean of %s', async (_, options, input, batch) => {
    await expectOracle(drawCase([{ type: 'avgPool2d', ...options }], input, batch), await traits());
  });

  it('counts the zeros of the padding, as PyTorch does', async () => {
    const drawn = drawCase([{ type: 'avgPool2d', size: 2, stride: 2, padding: 1 }], shape(1, 2, 2), 1);
    const { output, inputGradient } = await onDevice(
      { ...drawn, input: Float32Array.of(4, 8, 12, 16), outputGradient: Float32Array.of(40, 80, 120, 160) },
      await traits(),
    );
    expect([...output]).toEqual([1, 2, 3, 4]);
    expect([...inputGradient]).toEqual([10, 20, 30, 40]);
  });
});
