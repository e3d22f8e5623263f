import { describe, it } from 'vitest';
import type { LayerSpec } from '../../src/engine/graph/spec';
import { drawCase, expectOracle, shape } from '../support/cases';
import { traitsPreferring, variants } from '../support/gpu';

const dense = (units: number, options = {}): LayerSpec => ({ type: 'dense', units, ...options });

describe.each(variants)('dense, %s kernels', (variant) => {
  it.each([
    ['one input, one unit, one picture', [dense(1)], shape(1, 1, 1), 1],
    ['257 units, 257 inputs without a bias, more pictures than a tile', [dense(257), dense(6, { bias: false })], shape(7, 1, 1), 70],
  ])('%s', async (_, layers, input, batch) => {
    await expectOracle(drawCase(layers, input, batch), await traitsPreferring(variant));
  });
});
