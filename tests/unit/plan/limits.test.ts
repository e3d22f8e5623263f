import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { unlimitedProgram } from '../../../src/engine/plan/memory';
import { planTraining } from '../../../src/engine/plan/plan';
import { ProblemError, type Problem } from '../../../src/engine/problem';
import type { PipelineCache } from '../../../src/engine/runtime/pipelines';
import { Trainer } from '../../../src/engine/runtime/trainer';
import { network, traits } from './networks';

const graph = buildGraph(presets.vgg);

function problemOf(make: () => unknown): Problem | undefined {
  try {
    make();
    return undefined;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

describe('the limits of an adapter', () => {
  it.each([65_535, 1000, 257])('fold workgroups into two dimensions of no more than %d', (maxWorkgroupsPerDimension) => {
    for (const variant of ['direct', 'tiled'] as const) {
      for (const { kernel, workgroups, workgroupCount: needed, constants } of planTraining(graph, 96, traits(variant, { maxWorkgroupsPerDimension }))
        .dispatches) {
        const [columns, rows] = workgroups;
        expect(Math.max(columns, rows), kernel).toBeLessThanOrEqual(maxWorkgroupsPerDimension);
        expect(columns * rows, kernel).toBeGreaterThanOrEqual(needed);
        expect(columns * (rows - 1), `no idle row of ${kernel}`).toBeLessThan(needed);
        expect(constants['WORKGROUPS_X'], kernel).toBe(columns);
      }
    }
  });

  it('refuse a buffer just above what one binding, or one buffer, may hold, with both numbers', () => {
    const plan = planTraining(graph, 64, traits());
    const needed = Math.max(...plan.memory.buffers.map(({ bytes }) => bytes));
    for (const limit of ['maxBindingBytes', 'maxBufferBytes']) {
      expect(problemOf(() => planTraining(graph, 64, traits('direct', { [limit]: needed })))).toBeUndefined();
      expect(problemOf(() => planTraining(graph, 64, traits('direct', { [limit]: needed - 1 })))).toEqual({
        code: 'model.bufferTooLarge',
        params: { needed, allowed: needed - 1 },
        path: 'layers',
      });
    }
  });

  it('refuse a dispatch of more workgroups than two dimensions hold, with both numbers, at its layer', () => {
    const lone = network([{ type: 'flatten' }, { type: 'dense' }]);
    expect(problemOf(() => planTraining(lone, 1, traits('direct', { maxWorkgroupsPerDimension: 7 })))).toEqual({
      code: 'model.dispatchTooLarge',
      // 32 · 32 groups of four inputs in pairs, by 3 groups of four outputs in pairs, is 1024 invocations, 16 a workgroup.
      params: { needed: 64, allowed: 49 },
      path: 'layers[1]',
    });
  });

  it.each([
    ['an adapter', traits('direct', { maxBindingBytes: 2 ** 31, maxBufferBytes: 2 ** 32 }), 2 ** 31],
    ['any adapter', undefined, 2 ** 32],
  ])('refuse weights that are not shared and too many for %s, without drawing or counting them out', (_, limited, allowed) => {
    const huge = network([{ type: 'locallyConnected2d', filters: 1024, kernel: 64, stride: 16, padding: 16 }, { type: 'flatten' }, { type: 'dense' }], {
      ...{ channels: 1024, height: 256, width: 256 },
    });
    const problem = problemOf(() => (limited ? planTraining(huge, 64, limited) : unlimitedProgram(huge, 64, false)));
    if (problem?.code !== 'model.bufferTooLarge') throw new Error(`not refused: ${problem?.code}`);
    expect(problem.params.allowed).toBe(allowed);
    expect(problem.params.needed).toBeGreaterThan(2 ** 40);
  });

  it('refuse groups of channels that flatten has put apart', () => {
    const apart = network([{ type: 'maxPool2d', size: 16, stride: 16 }, { type: 'flatten' }, { type: 'conv2d', filters: 10, kernel: 1, groups: 2 }]);
    expect(problemOf(() => planTraining(apart, 1, traits()))).toEqual({ code: 'model.groupsOfVector', params: {}, path: 'layers[2].groups' });
    const together = network([
      { type: 'maxPool2d', size: 32, stride: 32 },
      { type: 'flatten' },
      { type: 'conv2d', filters: 30, kernel: 1, groups: 3 },
      { type: 'dense' },
    ]);
    expect(problemOf(() => planTraining(together, 1, traits()))).toBeUndefined();
  });

  it('are met before anything is allocated', async () => {
    const untouchable: object = new Proxy(
      {},
      {
        get(_, property) {
          throw new Error(`${String(property)} was used`);
        },
      },
    );
    const options = { batch: 64, seed: 1, normalisation: [], traits: traits('direct', { maxBufferBytes: 1000 }) };
    await expect(Trainer.create(untouchable as GPUDevice, graph, untouchable as PipelineCache, options)).rejects.toMatchObject({
      problem: { code: 'model.bufferTooLarge' },
    });
  });
});
