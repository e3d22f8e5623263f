import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../src/engine/graph/spec';
import { drawCase, expectOracle, onDevice, shape } from '../support/cases';
import { traitsPreferring, variants } from '../support/gpu';

const relu: LayerSpec = { type: 'relu' };
const flatten: LayerSpec = { type: 'flatten' };
const conv: LayerSpec = { type: 'conv2d', filters: 6, kernel: 3, padding: 1 };
const dense: LayerSpec = { type: 'dense', units: 5 };
const maxPool: LayerSpec = { type: 'maxPool2d', size: 3, stride: 2, padding: 1 };
const avgPool: LayerSpec = { type: 'avgPool2d', size: 3, stride: 2, padding: 1 };

describe.each(variants)('relu, %s kernels', (variant) => {
  it('is done in passing by a convolution, and on the way back by convolution and dense layer', async () => {
    // The second one comes after a picture became a vector, whose channels fill no group of four.
    await expectOracle(drawCase([relu, conv, flatten, relu, dense], shape(5, 4, 7), 3), await traitsPreferring(variant));
  });
});

describe('relu without neighbours that have variants', () => {
  it.each([
    ['alone', [relu]],
    ['twice', [relu, relu]],
    ['around a largest value', [relu, maxPool, relu]],
    ['around a mean', [relu, avgPool, relu]],
    ['on a vector that was a picture', [maxPool, flatten, relu]],
  ])('%s', async (_, layers) => {
    await expectOracle(drawCase(layers, shape(5, 7, 6), 3), await traitsPreferring('direct'));
  });

  it('passes no gradient at zero, as PyTorch does', async () => {
    const drawn = drawCase([relu], shape(1, 2, 2), 1);
    const given = { ...drawn, input: Float32Array.of(-1, 0, -0, 2), outputGradient: Float32Array.of(3, 4, 5, 6) };
    const { output, inputGradient } = await onDevice(given, await traitsPreferring('direct'));
    expect([...output].map((value) => value + 0)).toEqual([0, 0, 0, 2]);
    expect([...inputGradient]).toEqual([0, 0, 0, 6]);
  });
});
