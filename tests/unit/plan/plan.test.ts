import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { segmentStruct } from '../../../src/engine/kernels/shared';
import { planTraining, type Plan } from '../../../src/engine/plan/plan';
import { shaderOf } from '../../../src/engine/runtime/pipelines';
import { network, plans, traits } from './networks';
import type { LayerSpec } from '../../../src/engine/graph/spec';

const relu = { type: 'relu' } as const;
const flatten = { type: 'flatten' } as const;
const conv = { type: 'conv2d', filters: 4 } as const;
const dense = { type: 'dense' } as const;

const kernelsOf = (plan: Plan) => plan.dispatches.map(({ kernel }) => kernel);

describe('the plan of a training step', () => {
  it('is a list: load, forward, loss, backward from the last layer to the first, update', () => {
    const plan = planTraining(buildGraph(presets.small), 32, traits());
    const block = ['conv2d', 'maxPool'];
    const blockBackward = ['maxPoolGrad', 'conv2dWeightGrad', 'conv2dInputGrad'];
    expect(kernelsOf(plan)).toEqual([
      ...['loadBatch', ...block, ...block, ...block, 'conv2d', 'softmaxCrossEntropy'],
      ...['conv2dWeightGrad', 'conv2dInputGrad', ...blockBackward, ...blockBackward],
      // Nobody asks for the gradient of the pictures.
      ...['maxPoolGrad', 'conv2dWeightGrad', 'sgd'],
    ]);
    expect(plan.dispatches.map(({ path }) => path)).toEqual([
      ...['batch', 'layers[0]', 'layers[2]', 'layers[3]', 'layers[5]', 'layers[6]', 'layers[8]', 'layers[10]', 'loss'],
      ...['layers[10]', 'layers[10]', 'layers[8]', 'layers[6]', 'layers[6]', 'layers[5]', 'layers[3]', 'layers[3]'],
      ...['layers[2]', 'layers[0]', 'update'],
    ]);
    expect(plan.dispatches[plan.forwardCount - 1]?.kernel).toBe('softmaxCrossEntropy');
  });

  it('does a ReLU in passing, both ways, where the kernels beside it can', () => {
    const { dispatches } = planTraining(network([conv, relu, conv, relu, { type: 'maxPool2d' }, flatten, dense]), 4, traits());
    const sizes = (name: string, size: string) => dispatches.filter(({ kernel }) => kernel === name).map(({ constants }) => constants[size]);
    expect(sizes('conv2d', 'RELU')).toEqual([1, 1, 0]);
    expect(sizes('conv2dInputGrad', 'MASK')).toEqual([0, 1]);
    expect(sizes('maxPoolGrad', 'MASK')).toEqual([1]);
    expect(dispatches.filter(({ kernel }) => kernel.startsWith('relu'))).toEqual([]);
  });

  it.each<[string, readonly LayerSpec[], readonly string[], string]>([
    ['first', [relu, conv, flatten, dense], ['relu'], 'layers[0]'],
    ['after a pool', [conv, { type: 'maxPool2d' }, relu, flatten, dense], ['relu'], 'layers[2]'],
    // Its gradient comes from the loss, which masks nothing.
    ['last', [flatten, dense, relu], ['reluGrad'], 'layers[2]'],
  ])('gives a ReLU kernels of its own where it must: %s', (_, layers, kernels, path) => {
    const own = planTraining(network(layers), 4, traits()).dispatches.filter(({ kernel }) => kernel.startsWith('relu'));
    expect(own.map(({ kernel }) => kernel)).toEqual(kernels);
    expect(own[0]?.path).toBe(path);
  });

  it('normalises with a batch in three kernels forward and three backward, a ReLU that follows or comes before in passing', () => {
    const norm = { type: 'batchNorm' } as const;
    const { dispatches } = planTraining(network([conv, norm, relu, norm, flatten, dense]), 4, traits());
    expect(dispatches.slice(1, -1).map(({ kernel }) => kernel)).toEqual([
      ...['conv2d', 'batchNormMoments', 'batchNormStatistics', 'batchNorm', 'batchNormMoments', 'batchNormStatistics', 'batchNorm'],
      ...['conv2d', 'softmaxCrossEntropy', 'conv2dWeightGrad', 'conv2dInputGrad'],
      ...['batchNormSums', 'batchNormParameterGrad', 'batchNormGrad', 'batchNormSums', 'batchNormParameterGrad', 'batchNormGrad', 'conv2dWeightGrad'],
    ]);
    const sizes = (name: string, size: string) => dispatches.filter(({ kernel }) => kernel === name).map(({ constants }) => constants[size]);
    expect(sizes('batchNorm', 'RELU')).toEqual([1, 0]);
    expect(sizes('batchNormGrad', 'MASK')).toEqual([1, 0]);
  });

  it.each<[string, readonly LayerSpec[], number, string | undefined]>([
    ['a vector', [flatten, { type: 'batchNorm' }, dense], 1, 'layers[1]'],
    ['a picture', [{ type: 'batchNorm' }, flatten, dense], 1, undefined],
    ['two vectors', [flatten, { type: 'batchNorm' }, dense], 2, undefined],
  ])('refuses to normalise a batch with one value of each channel, and no other: %s', (_, layers, batch, path) => {
    const make = () => planTraining(network(layers), batch, traits());
    if (path === undefined) expect(make).not.toThrow();
    else expect(make).toThrow(expect.objectContaining({ problem: { code: 'model.oneValuePerChannel', params: {}, path } }));
  });

  it('wants no gradient before the first layer that is trained', () => {
    const graph = network([{ type: 'avgPool2d' }, relu, flatten, dense]);
    expect(kernelsOf(planTraining(graph, 4, traits()))).toEqual([
      ...['loadBatch', 'avgPool', 'relu', 'conv2d', 'softmaxCrossEntropy', 'conv2dWeightGrad', 'sgd'],
    ]);
  });

  it.each(plans)('is plain data: %s', (_, plan) => {
    expect(structuredClone(plan)).toEqual(plan);
    expect(JSON.parse(JSON.stringify(plan.dispatches))).toEqual(plan.dispatches);
  });

  it('counts two operations a multiply-add, three times over but for the gradient of the pictures', () => {
    const graph = buildGraph(presets.lenet);
    const total = planTraining(graph, 8, traits()).dispatches.reduce((sum, { flops }) => sum + flops, 0);
    expect(total).toBe(2 * 8 * (3 * graph.multiplyAdds - (graph.nodes[0]?.multiplyAdds ?? 0)));
  });

  it.each(plans)('writes out every shader in full: %s', (_, plan) => {
    for (const dispatch of plan.dispatches) expect(shaderOf(dispatch)).not.toMatch(/\$[a-z]|\/\/%/);
  });
});

describe('the weights of a plan', () => {
  it('are named as PyTorch would, in the order of the layers', () => {
    const { parameters } = planTraining(buildGraph(presets.lenet), 4, traits());
    expect(parameters.map(({ name }) => name)).toEqual(['0', '3', '7', '9', '11'].flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]));
  });

  it('have their gradients in more partial sums the more matrices an adapter wants in the making, up to 64', () => {
    const splits = (parallelism: number) => planTraining(buildGraph(presets.small), 32, traits('direct', { parallelism })).parameters[0]?.splits;
    expect(splits(1)).toBe(1);
    // 5 · 5 kernel positions, one input group, four output groups.
    expect(splits(1000)).toBe(10);
    expect(splits(1e9)).toBe(64);
  });

  it.each(plans)('are each updated once, from gradients of their own: %s', (_, plan) => {
    const vectorsOf = (storage: number) => new Uint8Array((plan.storages[storage]?.bytes ?? 0) / 16);
    const [updates, reads] = [vectorsOf(plan.ports.parameters), vectorsOf(plan.ports.gradients)];
    const count = (counts: Uint8Array, at: number) => {
      counts[at] = (counts[at] ?? 0) + 1;
    };
    // What shaders/lib/gradients.wgsl does, a workgroup of 64 vectors at a time.
    const table = new DataView(plan.segments.buffer);
    for (let workgroup = 0; workgroup < plan.segments.byteLength / segmentStruct.bytes; workgroup++) {
      const { parameters: start, gradients: gradient, vectors, partials: splits } = segmentStruct.read(table, workgroup * segmentStruct.bytes);
      const first = workgroup * 64 - start;
      for (let offset = first; offset < Math.min(first + 64, vectors); offset++) {
        count(updates, start + offset);
        for (let split = 0; split < splits; split++) count(reads, gradient + split * vectors + offset);
      }
    }
    const expected = [updates, reads].map((counts) => new Uint8Array(counts.length));
    for (const { offset, bytes, gradientOffset, splits } of plan.parameters) {
      expected[0]?.fill(1, offset / 16, (offset + bytes) / 16);
      expected[1]?.fill(1, gradientOffset / 16, (gradientOffset + splits * bytes) / 16);
    }
    expect([updates, reads].map((counts, at) => counts.every((times, vector) => times === expected[at]?.[vector]))).toEqual([true, true]);
  });
});

describe('the variants of a plan', () => {
  const graph = buildGraph(presets.small);
  const { choice } = traits('tiled');
  const excluding = (...excluded: string[]) => traits('tiled', { choice: { ...choice, excluded: new Set(excluded) } });

  it('leave out one that is wrong on this driver, and no other', () => {
    const { dispatches } = planTraining(graph, 4, excluding('conv2d/tiled'));
    const variantsOf = (name: string) => new Set(dispatches.filter(({ kernel }) => kernel === name).map(({ variant }) => variant));
    expect(variantsOf('conv2d')).toEqual(new Set(['quad']));
    expect(variantsOf('conv2dWeightGrad')).toEqual(new Set(['tiled']));
  });

  it('refuse the network where none is left, at the layer that needs it', () => {
    expect(() => planTraining(graph, 4, excluding(...['tiled', 'quad', 'sliding', 'direct'].map((name) => `conv2d/${name}`)))).toThrow(
      expect.objectContaining({ problem: { code: 'training.kernelWrong', params: { kernel: 'conv2d' }, path: 'layers[0]' } }),
    );
  });
});
