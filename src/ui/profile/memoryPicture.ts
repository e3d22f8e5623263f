import type { Pass } from '../../engine/plan/types';
import type { UnlimitedProgram } from '../../engine/plan/memory';
import { sumOf } from '../../engine/profile/arithmetic';

/** What a piece of memory holds; `values` between layers and their gradients share buffers, the rest stay. */
export type MemoryKind = 'parameters' | 'optimiser' | 'gradients' | 'values' | 'valueGradients' | 'other';

/** A storage while it is in use: a rectangle over the dispatches of a step and the bytes of all buffers, one on another. */
export interface MemoryBlock {
  readonly name: string;
  readonly kind: MemoryKind;
  /** Place of its buffer in the stack, from below. */
  readonly buffer: number;
  readonly bytes: number;
  /** Bytes of the buffers below its own. */
  readonly bottom: number;
  /** First dispatch that uses it, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

export interface MemoryPicture {
  readonly blocks: readonly MemoryBlock[];
  /** The passes of the step, in order: their first dispatch, and the one after their last. */
  readonly passes: readonly { readonly pass: Pass; readonly from: number; readonly to: number }[];
  readonly operators: number;
  readonly totalBytes: number;
  /** The most bytes in use at once: no plan with these lifetimes can take less. */
  readonly leastBytes: number;
}

/** Lays out a plan's memory: its buffers one on another, the largest below, and in each the storages that share it. */
export function memoryPicture({ operators, storages, memory, forwardCount }: UnlimitedProgram): MemoryPicture {
  const stack = memory.buffers.toSorted((a, b) => b.bytes - a.bytes);
  const blocks: MemoryBlock[] = [];
  let bottom = 0;
  for (const [buffer, { bytes, storages: inside }] of stack.entries()) {
    for (const index of inside) {
      const storage = storages[index];
      if (!storage) continue;
      const transient = storage.kind === 'transient';
      const life = (transient && memory.lifetimes[index]) || { first: 0, last: operators.length - 1 };
      // The loss is the first to write a gradient.
      const kind = transient ? (life.first < forwardCount - 1 ? 'values' : 'valueGradients') : lasting(storage.kind);
      blocks.push({ name: storage.name, kind, buffer, bytes: storage.bytes, bottom, from: life.first, to: life.last + 1 });
    }
    bottom += bytes;
  }
  const usedAt = (at: number) =>
    sumOf(
      blocks.filter(({ from, to }) => from <= at && at < to),
      ({ bytes }) => bytes,
    );
  return {
    blocks,
    passes: passesOf(operators.map(({ pass }) => pass)),
    operators: operators.length,
    totalBytes: memory.totalBytes,
    leastBytes: Math.max(...operators.map((_, at) => usedAt(at))),
  };
}

function lasting(kind: string): MemoryKind {
  return kind === 'parameters' || kind === 'optimiser' || kind === 'gradients' ? kind : 'other';
}

function passesOf(passes: readonly Pass[]): MemoryPicture['passes'] {
  const starts = passes.flatMap((pass, at) => (at === 0 || passes[at - 1] !== pass ? [{ pass, from: at }] : []));
  return starts.map((start, index) => ({ ...start, to: starts[index + 1]?.from ?? passes.length }));
}
