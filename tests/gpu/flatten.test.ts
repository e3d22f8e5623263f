import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../src/engine/graph/spec';
import { drawCase, expectOracle, onDevice, shape } from '../support/cases';
import { traitsPreferring } from '../support/gpu';

const flatten: LayerSpec = { type: 'flatten' };

describe('flatten', () => {
  it('keeps the order of NCHW, both ways', async () => {
    const drawn = drawCase([flatten], shape(3, 2, 5), 2);
    const { output, inputGradient } = await onDevice(drawn, await traitsPreferring('direct'));
    expect(output).toEqual(drawn.input);
    expect(inputGradient).toEqual(drawn.outputGradient);
  });

  it('serves dense layers where channels fill no group of four', async () => {
    const layers: LayerSpec[] = [{ type: 'conv2d', filters: 5, kernel: 2, padding: 1 }, flatten, flatten, { type: 'dense', units: 7 }];
    await expectOracle(drawCase(layers, shape(3, 2, 3), 2), await traitsPreferring('direct'));
  });

  it('serves convolutions on a vector', async () => {
    const layers: LayerSpec[] = [flatten, { type: 'conv2d', filters: 6, kernel: 3, padding: 1 }];
    await expectOracle(drawCase(layers, shape(3, 2, 2), 2), await traitsPreferring('direct'));
  });

  it('serves pools on a vector that was a picture', async () => {
    const layers: LayerSpec[] = [flatten, { type: 'avgPool2d', size: 2, stride: 1, padding: 1 }, { type: 'maxPool2d', size: 2, stride: 2 }];
    await expectOracle(drawCase(layers, shape(5, 2, 3), 2), await traitsPreferring('direct'));
  });
});
