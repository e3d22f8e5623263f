import { describe, expect, it } from 'vitest';
import { planTraining } from '../../src/engine/plan/plan';
import { drawCase, expectOracle, onDevice, shape } from '../support/cases';
import { traitsPreferring } from '../support/gpu';
import { buildGraph } from '../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import type { Shape } from '../../src/engine/shape';

const traits = () => traitsPreferring('direct');
const mean = { type: 'globalAvgPool' } as const;
const relu = { type: 'relu' } as const;

describe('globalAvgPool', () => {
  it.each<[string, readonly LayerSpec[], Shape, number]>([
    ['odd sides that differ', [mean], shape(5, 7, 10), 3],
    ['257 channels', [mean], shape(257, 3, 2), 2],
    ['one value', [mean], shape(1, 1, 1), 1],
    ['a vector that was a picture', [{ type: 'flatten' }, mean], shape(3, 2, 3), 2],
    ['what a ReLU gives', [{ type: 'conv2d', filters: 6 }, relu, mean, { type: 'dense', units: 7 }], shape(5, 6, 5), 3],
  ])('takes the mean of %s', async (_, layers, input, batch) => {
    await expectOracle(drawCase(layers, input, batch), await traits());
  });

  it('gives C × 1 × 1, and every value the same share of the gradient', async () => {
    const drawn = drawCase([mean], shape(2, 1, 2), 1);
    expect(drawn.graph.output).toEqual(shape(2, 1, 1));
    const given = { ...drawn, input: Float32Array.of(1, 3, 10, 30), outputGradient: Float32Array.of(8, 6) };
    const { output, inputGradient } = await onDevice(given, await traits());
    expect([...output]).toEqual([2, 20]);
    expect([...inputGradient]).toEqual([4, 4, 3, 3]);
  });

  it('masks the gradient of a ReLU in passing', async () => {
    const graph = buildGraph(model([{ type: 'conv2d', filters: 6 }, relu, mean, { type: 'dense' }], shape(3, 5, 4)));
    const kernels = planTraining(graph, 2, await traits()).dispatches.map(({ kernel, sizes }) => [kernel, sizes['MASK']]);
    expect(kernels).toContainEqual(['globalAvgPoolGrad', 1]);
    expect(kernels.map(([kernel]) => kernel)).not.toContain('reluGrad');
  });

  it('is not changed by folding its workgroups into two dimensions', async () => {
    const drawn = drawCase([mean], shape(65, 5, 4), 33);
    const folded = await onDevice(drawn, { ...(await traits()), maxWorkgroupsPerDimension: 7 * 13 });
    expect(folded).toEqual(await onDevice(drawn, await traits()));
  });
});
