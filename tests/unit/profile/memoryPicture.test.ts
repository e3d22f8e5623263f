import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { unlimitedProgram } from '../../../src/engine/plan/memory';
import { memoryPicture, type MemoryBlock } from '../../../src/ui/profile/memoryPicture';

const meet = (a: MemoryBlock, b: MemoryBlock) => a.from < b.to && b.from < a.to;

describe.each(['small', 'vgg', 'mlp'] as const)('the picture of the memory of %s', (name) => {
  const program = unlimitedProgram(buildGraph(presets[name]), 8, true);
  const picture = memoryPicture(program);

  it('has a block for every storage in use, over all operators that use it', () => {
    for (const [index, { name: label, bytes, kind }] of program.storages.entries()) {
      const users = program.operators.flatMap(({ bindings }, at) => (bindings.some(({ storage }) => storage === index) ? [at] : []));
      if (kind === 'lent' || (users.length === 0 && kind === 'transient')) continue;
      const block = picture.blocks.find((one) => one.name === label && one.bytes === bytes);
      expect(block, label).toBeDefined();
      for (const at of users) {
        expect(block?.from, label).toBeLessThanOrEqual(at);
        expect(block?.to, label).toBeGreaterThan(at);
      }
      if (kind === 'transient') expect([block?.from, block?.to]).toEqual([users[0], (users.at(-1) ?? 0) + 1]);
      else expect([block?.from, block?.to]).toEqual([0, program.operators.length]);
    }
  });

  it('has no two blocks on one another', () => {
    for (const [at, a] of picture.blocks.entries()) {
      for (const b of picture.blocks.slice(at + 1)) {
        const apart = a.bottom + a.bytes <= b.bottom || b.bottom + b.bytes <= a.bottom;
        expect(apart || !meet(a, b), `${a.name} and ${b.name}`).toBe(true);
      }
    }
  });

  it('stacks the buffers by size, up to the whole', () => {
    const tops = picture.blocks.map(({ bottom, bytes }) => bottom + bytes);
    expect(Math.max(...tops)).toBeLessThanOrEqual(picture.totalBytes);
    const heights = [...new Map(picture.blocks.map(({ buffer, bottom }) => [buffer, bottom])).values()];
    const sizes = [...heights, picture.totalBytes].slice(1).map((top, at) => top - (heights[at] ?? 0));
    expect(sizes).toEqual(program.memory.buffers.map(({ bytes }) => bytes).sort((a, b) => b - a));
  });

  it('knows the least that these lifetimes need', () => {
    let most = 0;
    for (let at = 0; at < program.operators.length; at++) {
      let used = 0;
      for (const [index, { bytes, kind }] of program.storages.entries()) {
        const life = program.memory.lifetimes[index];
        if (kind !== 'transient' || (life && life.first <= at && at <= life.last)) used += bytes;
      }
      most = Math.max(most, used);
    }
    expect(picture.leastBytes).toBe(most);
    expect(picture.leastBytes).toBeLessThanOrEqual(picture.totalBytes);
  });

  it('marks the passes, one behind the other', () => {
    expect(picture.passes.map(({ pass }) => pass)).toEqual(['load', 'forward', 'loss', 'backward', 'update']);
    expect(picture.passes.map(({ from }) => from)).toEqual([0, ...picture.passes.slice(0, -1).map(({ to }) => to)]);
    expect(picture.passes.at(-1)?.to).toBe(program.operators.length);
  });
});

it('tells values from gradients and from what stays', () => {
  const { blocks } = memoryPicture(unlimitedProgram(buildGraph(presets.small), 8, true));
  const kindOf = (name: string) => blocks.find((block) => block.name === name)?.kind;
  expect(kindOf('layers[0] output')).toBe('values');
  expect(kindOf('logits gradient')).toBe('valueGradients');
  expect(kindOf('layers[3] input gradient')).toBe('valueGradients');
  expect(['parameters', 'velocity', 'gradients', 'step'].map(kindOf)).toEqual(['parameters', 'optimiser', 'gradients', 'other']);
});
