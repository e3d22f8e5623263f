import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { kernelNamed } from '../../../src/engine/kernels';
import { assignMemory } from '../../../src/engine/plan/allocate';
import type { Storage } from '../../../src/engine/plan/types';
import { trainingMemory } from '../../../src/engine/plan/memory';
import { planTraining, type Plan } from '../../../src/engine/plan/plan';
import { plans, traits } from './networks';

/** Storages by the buffer that holds them. */
function tenants({ memory }: Plan): number[][] {
  return memory.buffers.map((_, buffer) => [...memory.bufferOf.keys()].filter((storage) => memory.bufferOf[storage] === buffer));
}

describe('memory of a plan', () => {
  it('gives a dead storage to the next, and none that is alive', () => {
    const transient = (bytes: number): Storage => ({ name: '', bytes, kind: 'transient' });
    const binding = (storage: number) => ({ storage, offset: 0, size: 16 });
    const chain = [0, 1, 2, 3].map((at) => ({ bindings: [binding(at), binding(at + 1)] }));
    const { bufferOf, totalBytes } = assignMemory([64, 48, 32, 16, 16].map(transient), chain);
    // Two are alive at a time: 64 and 48 bytes serve all five.
    expect(bufferOf[2]).toBe(bufferOf[0]);
    expect(bufferOf[3]).toBe(bufferOf[1]);
    expect(bufferOf[4]).toBe(bufferOf[0]);
    expect(totalBytes).toBe(64 + 48);
  });

  it('gives nothing to a storage that nothing uses, and keeps what must outlive a step to itself', () => {
    const storages: Storage[] = [
      { name: 'unused', bytes: 16, kind: 'transient' },
      { name: 'weights', bytes: 16, kind: 'parameters' },
      { name: 'figures', bytes: 16, kind: 'output' },
    ];
    const { bufferOf, totalBytes } = assignMemory(
      storages,
      [1, 2].map((storage) => ({ bindings: [{ storage, offset: 0, size: 16 }] })),
    );
    expect(bufferOf).toEqual([undefined, 0, 1]);
    expect(totalBytes).toBe(32);
  });

  it.each(plans)('never holds two living storages in one buffer: %s', (_, plan) => {
    const uses = plan.storages.map((_storage, storage) =>
      [...plan.dispatches.keys()].filter((at) => plan.dispatches[at]?.bindings.some((binding) => binding.storage === storage)),
    );
    const life = (storage: number) => ({ first: Math.min(...(uses[storage] ?? [])), last: Math.max(...(uses[storage] ?? [])) });
    for (const [buffer, storages] of tenants(plan).entries()) {
      for (const [at, storage] of storages.entries()) {
        expect(plan.storages[storage]?.bytes).toBeLessThanOrEqual(plan.memory.buffers[buffer]?.bytes ?? 0);
        for (const other of storages.slice(at + 1)) {
          expect([plan.storages[storage]?.kind, plan.storages[other]?.kind]).toEqual(['transient', 'transient']);
          const [one, two] = [life(storage), life(other)];
          expect(one.last < two.first || two.last < one.first, `${storage} and ${other} in buffer ${buffer}`).toBe(true);
        }
      }
    }
  });

  it.each(plans)('holds every storage that a dispatch uses, but for the pictures, which are lent: %s', (_, plan) => {
    for (const { bindings } of plan.dispatches) {
      for (const { storage, offset, size } of bindings) {
        expect(plan.memory.bufferOf[storage] === undefined).toBe(plan.ports.pictures.includes(storage));
        expect(offset + size).toBeLessThanOrEqual(plan.storages[storage]?.bytes ?? 0);
      }
    }
  });

  it.each(plans)('binds as WebGPU allows: %s', (_, plan) => {
    for (const { kernel, bindings } of plan.dispatches) {
      const bound = bindings.map(({ storage, offset, size }, at) => ({
        buffer: plan.memory.bufferOf[storage],
        use: kernelNamed(kernel).bindings[at],
        ...{ offset, end: offset + size },
      }));
      expect(bound.length, kernel).toBe(kernelNamed(kernel).bindings.length);
      for (const [at, one] of bound.entries()) {
        expect(one.offset % 256).toBe(0);
        expect(one.end > one.offset).toBe(one.buffer !== undefined);
        for (const other of bound.slice(at + 1)) {
          if (one.buffer !== other.buffer || (one.use !== 'write' && other.use !== 'write')) continue;
          // A buffer that is written has no other use in the same dispatch, and no byte of it two writers.
          expect([one.use, other.use], kernel).toEqual(['write', 'write']);
          expect(one.end <= other.offset || other.end <= one.offset, kernel).toBe(true);
        }
      }
    }
  });

  it.each(Object.entries(presets))('is less than the sum of the storages: %s', (_, spec) => {
    const plan = planTraining(buildGraph(spec), 32, traits());
    const sum = plan.storages.reduce((bytes, storage, at) => bytes + (plan.memory.bufferOf[at] === undefined ? 0 : storage.bytes), 0);
    expect(plan.memory.totalBytes).toBe(plan.memory.buffers.reduce((bytes, buffer) => bytes + buffer.bytes, 0));
    expect(plan.memory.totalBytes).toBeLessThan(sum);
  });

  it.each([true, false])('is what the form is told (software adapter: %s)', (software) => {
    const graph = buildGraph(presets.vgg);
    const { memory } = planTraining(graph, 64, traits(software ? 'direct' : 'tiled', { maxBindingBytes: Infinity, maxBufferBytes: Infinity }));
    expect(trainingMemory(graph, 64, software)).toEqual({
      totalBytes: memory.totalBytes,
      largestBufferBytes: Math.max(...memory.buffers.map(({ bytes }) => bytes)),
    });
  });

  // Live activations and their gradients at the fullest moment, and weights, one gradient and one velocity for each.
  it.each([
    ['quad', 32],
    ['quad', 256],
    ['tiled', 32],
    ['tiled', 512],
  ] as const)('stays under 1.3 times the lower bound for vgg, %s kernels, batch %d', (variant, batch) => {
    const plan = planTraining(buildGraph(presets.vgg), batch, traits(variant));
    const alive = plan.dispatches.map((_, at) => {
      const living = plan.storages.filter(({ kind }, storage) => {
        const uses = plan.dispatches.flatMap(({ bindings }, place) => (bindings.some((binding) => binding.storage === storage) ? [place] : []));
        return kind === 'transient' && Math.min(...uses) <= at && at <= Math.max(...uses);
      });
      return living.reduce((sum, { bytes }) => sum + bytes, 0);
    });
    const weights = plan.parameters.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(plan.memory.totalBytes / (Math.max(...alive) + 3 * weights)).toBeLessThan(1.3);
  });
});
