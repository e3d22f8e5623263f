import { describe, expect, it } from 'vitest';
import { initialWeights } from '../../src/engine/weights/initialise';
import type { LayerSpec } from '../../src/engine/graph/spec';
import type { Shape } from '../../src/engine/shape';
import { drawCase, expectOracle, onDevice, shape } from '../support/cases';
import { traitsPreferring } from '../support/gpu';

const traits = () => traitsPreferring('direct');
const one: LayerSpec = { type: 'prelu' };
const each: LayerSpec = { type: 'prelu', perChannel: true };

describe('prelu', () => {
  it.each<[string, readonly LayerSpec[], Shape, number]>([
    ['one slope in all', [one], shape(5, 7, 10), 3],
    ['one slope of one value', [one], shape(1, 1, 1), 1],
    ['one slope over more vectors than there are parts', [one], shape(6, 33, 17), 5],
    ['a slope a channel', [each], shape(5, 7, 10), 3],
    ['257 channels', [each], shape(257, 3, 2), 2],
    ['a slope for each value of a vector that was a picture', [{ type: 'flatten' }, each], shape(3, 2, 3), 4],
    ['one slope of a vector that was a picture', [{ type: 'flatten' }, one, { type: 'dense', units: 5 }], shape(3, 2, 3), 4],
    ['between convolutions and a ReLU', [{ type: 'conv2d', filters: 6 }, each, { type: 'conv2d', filters: 5 }, { type: 'relu' }, one], shape(3, 6, 5), 3],
    ['in a block', [{ type: 'residual', layers: [each, { type: 'conv2d', filters: 5 }], shortcut: [one] }], shape(5, 4, 4), 2],
  ])('is as TensorFlow.js has it: %s', async (_, layers, input, batch) => {
    await expectOracle(drawCase(layers, input, batch), await traits());
  });

  it('takes the slope for what is zero, and leaves it out of the slope’s gradient', async () => {
    const drawn = drawCase([each], shape(2, 1, 2), 1);
    const weights = [{ name: '0.weight', shape: [2], data: Float32Array.of(0.5, -2) }];
    const given = { ...drawn, weights, input: Float32Array.of(3, -4, 0, -1), outputGradient: Float32Array.of(10, 20, 30, 40) };
    const { output, inputGradient, parameterGradients } = await onDevice(given, await traits());
    expect([...output].map((value) => value + 0)).toEqual([3, -2, 0, 2]);
    expect([...inputGradient]).toEqual([10, 10, -60, -80]);
    expect([...(parameterGradients[0]?.data ?? [])]).toEqual([-80, -40]);
  });

  it('begins at 0.25, as in PyTorch, or where it is told', () => {
    const slopes = (spec: LayerSpec) => initialWeights(drawCase([spec], shape(3, 2, 2), 1).graph, 1).map(({ data }) => [...data]);
    expect(slopes(one)).toEqual([[0.25]]);
    expect(slopes({ ...each, initialSlope: -0.5 })).toEqual([[-0.5, -0.5, -0.5]]);
  });

  it('is not changed by folding its workgroups into two dimensions', async () => {
    const drawn = drawCase([each, one], shape(65, 5, 4), 33);
    const folded = await onDevice(drawn, { ...(await traits()), maxWorkgroupsPerDimension: 7 * 13 });
    expect(folded).toEqual(await onDevice(drawn, await traits()));
  });
});
