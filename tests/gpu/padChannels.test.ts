import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../src/engine/graph/spec';
import { planProbe } from '../../src/engine/plan/plan';
import { Random } from '../../src/engine/random';
import { drawCase, expectOracle, onDevice, shape } from '../support/cases';
import { traitsPreferring } from '../support/gpu';
import type { Shape } from '../../src/engine/shape';

const traits = () => traitsPreferring('direct');
const pad = (channels: number): LayerSpec => ({ type: 'padChannels', channels });
const relu: LayerSpec = { type: 'relu' };
const flatten: LayerSpec = { type: 'flatten' };
const conv = (filters: number, stride = 1): LayerSpec => ({ type: 'conv2d', filters, kernel: 3, stride });

describe('padChannels', () => {
  it.each<[string, readonly LayerSpec[], Shape, number]>([
    ['to a multiple of four', [pad(8)], shape(4, 3, 5), 3],
    ['from the midst of a group, into it and beyond', [pad(7), pad(10)], shape(5, 4, 3), 2],
    ['to 257 channels', [pad(257)], shape(3, 2, 3), 2],
    ['to as many as there are', [conv(6), pad(6), relu, conv(5)], shape(3, 4, 4), 1],
    ['what a ReLU gives, before a convolution', [conv(6), relu, pad(9), conv(5)], shape(5, 6, 5), 3],
    ['with a ReLU behind it', [conv(6), pad(9), relu, conv(5)], shape(5, 3, 5), 3],
    ['a vector', [{ type: 'dense', units: 6 }, pad(11), { type: 'dense', units: 3 }], shape(5, 1, 1), 3],
    ['a vector that was a picture', [flatten, pad(33), { type: 'dense', units: 3 }], shape(5, 2, 3), 2],
    ['a picture of one position, made a vector', [flatten, pad(9), { type: 'dense', units: 3 }], shape(5, 1, 1), 2],
  ])('pads %s', async (_, layers, input, batch) => {
    await expectOracle(drawCase(layers, input, batch), await traits());
  });

  it('makes an identity fit layers that widen and halve', async () => {
    const shortcut: readonly LayerSpec[] = [{ type: 'maxPool2d', size: 1, stride: 2 }, pad(10)];
    const layers: readonly LayerSpec[] = [conv(5), relu, { type: 'residual', layers: [conv(10, 2), relu, conv(10)], shortcut }, relu, conv(3)];
    await expectOracle(drawCase(layers, shape(3, 7, 6), 2), await traits());
  });

  it('of random sizes', async () => {
    const random = Random.from(11);
    for (let time = 0; time < 8; time++) {
      const channels = 1 + random.below(13);
      const input = shape(channels, 1 + random.below(6), 1 + random.below(6));
      await expectOracle(drawCase([pad(channels + random.below(9))], input, 1 + random.below(4), time), await traits());
    }
  });

  it('adds zeros behind the channels there are, and sends back what comes for those alone', async () => {
    const drawn = drawCase([pad(3)], shape(2, 1, 2), 1);
    expect(drawn.graph.output).toEqual(shape(3, 1, 2));
    const given = { ...drawn, input: Float32Array.of(1, 2, 3, 4), outputGradient: Float32Array.of(5, 6, 7, 8, 9, 10) };
    const { output, inputGradient } = await onDevice(given, await traits());
    expect([...output]).toEqual([1, 2, 3, 4, 0, 0]);
    expect([...inputGradient]).toEqual([5, 6, 7, 8]);
  });

  it('costs no dispatch where there is nothing to add', async () => {
    const { graph } = drawCase([conv(6), pad(6)], shape(3, 4, 4), 1);
    expect(planProbe(graph, 1, await traits()).dispatches.map(({ kernel }) => kernel)).not.toContain('reorder');
  });
});
