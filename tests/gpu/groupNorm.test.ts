import { describe, expect, it } from 'vitest';
import { analyse, buildGraph } from '../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import { planTraining } from '../../src/engine/plan/plan';
import type { Shape } from '../../src/engine/shape';
import { drawCase, expectOracle, onDevice, shape } from '../support/cases';
import { traitsPreferring } from '../support/gpu';

const traits = () => traitsPreferring('direct');
const norm = (channelGroups: number, affine = true): LayerSpec => ({ type: 'groupNorm', channelGroups, ...(affine ? {} : { affine }) });
const relu: LayerSpec = { type: 'relu' };
const conv = (filters: number): LayerSpec => ({ type: 'conv2d', filters, kernel: 3, padding: 1 });

describe('groupNorm', () => {
  it.each<[string, readonly LayerSpec[], Shape, number]>([
    ['groups that begin within vectors of four', [norm(5)], shape(15, 5, 7), 3],
    ['one group', [norm(1)], shape(6, 4, 5), 2],
    ['a group a channel', [norm(6)], shape(6, 4, 5), 2],
    ['no weights', [norm(3, false)], shape(6, 4, 5), 2],
    ['no weights, and channels that fill no vector', [conv(7), norm(1, false), conv(3)], shape(2, 4, 5), 2],
    ['257 channels', [norm(257)], shape(257, 3, 2), 2],
    ['a vector', [{ type: 'flatten' }, { type: 'dense', units: 12 }, norm(4)], shape(2, 3, 1), 5],
    ['a vector that was a picture', [{ type: 'flatten' }, norm(3), { type: 'dense', units: 5 }], shape(3, 2, 3), 4],
    ['between convolutions and ReLUs', [conv(6), norm(2), relu, conv(8), relu, norm(4), { type: 'maxPool2d' }], shape(3, 6, 5), 3],
    ['two in a row, in a block', [{ type: 'residual', layers: [norm(2), norm(4), conv(8)], shortcut: [] }], shape(8, 4, 3), 2],
  ])('is as TensorFlow.js makes it of moments: %s', async (_, layers, input, batch) => {
    await expectOracle(drawCase(layers, input, batch), await traits());
  });

  it('gives what is worked out by hand', async () => {
    const drawn = drawCase([norm(2, false)], shape(4, 1, 1), 1);
    const { output } = await onDevice({ ...drawn, input: Float32Array.of(1, 3, 10, 30) }, await traits());
    // Means 2 and 20, deviations 1 and 10.
    for (const [at, value] of [-1, 1, -1, 1].entries()) expect(output[at]).toBeCloseTo(value, 4);
  });

  it('keeps the digits of a variance beside a mean that is 10,000 times the deviation', async () => {
    const drawn = drawCase([norm(2)], shape(6, 5, 4), 2);
    const far = { ...drawn, input: drawn.input.map((value) => 10_000 + value) };
    const near = await onDevice({ ...drawn, input: far.input.map((value) => value - 10_000) }, await traits());
    const { output } = await onDevice(far, await traits());
    for (const [at, value] of near.output.entries()) expect(output[at]).toBeCloseTo(value, 2);
  });

  it('does a ReLU behind it, and the mask of one before it, in passing', async () => {
    const graph = buildGraph(model([conv(6), relu, norm(3), relu, { type: 'flatten' }, { type: 'dense' }], shape(3, 4, 4)));
    const kernels = planTraining(graph, 2, await traits()).dispatches.map(({ kernel, sizes }) => [kernel, sizes['RELU'], sizes['MASK']]);
    expect(kernels).toContainEqual(['groupNorm', 1, undefined]);
    expect(kernels).toContainEqual(['groupNormGrad', undefined, 1]);
    expect(kernels.flat()).not.toContain('reluGrad');
  });

  it('refuses groups that do not divide the channels', () => {
    const { problem } = analyse(model([norm(4), { type: 'flatten' }, { type: 'dense' }], shape(6, 2, 2)));
    expect(problem).toEqual({ code: 'model.channelsUneven', params: { groups: 4, channels: 6 }, path: 'layers[0].channelGroups' });
  });

  it('is not changed by folding its workgroups into two dimensions', async () => {
    const drawn = drawCase([norm(13)], shape(65, 5, 4), 33);
    const folded = await onDevice(drawn, { ...(await traits()), maxWorkgroupsPerDimension: 7 * 13 });
    expect(folded).toEqual(await onDevice(drawn, await traits()));
  });
});
