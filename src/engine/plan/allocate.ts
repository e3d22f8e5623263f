import type { Binding, Storage } from './lowering';

/** A buffer to allocate: one storage, or several transient ones whose lives do not meet. */
export interface PlannedBuffer {
  readonly bytes: number;
  readonly storages: readonly number[];
}

export interface MemoryPlan {
  readonly buffers: readonly PlannedBuffer[];
  /** Index into `buffers` for each storage; undefined for a storage that no dispatch uses, and for one that is lent. */
  readonly bufferOf: readonly (number | undefined)[];
  /** First and last dispatch that uses each storage. */
  readonly lifetimes: readonly (Lifetime | undefined)[];
  readonly totalBytes: number;
}

export interface Lifetime {
  readonly first: number;
  readonly last: number;
}

/**
 * Gives each storage a buffer. Transient storages are placed largest first, each into the smallest buffer that is free
 * during its whole life ("greedy by size", Pisarchyk and Lee, arXiv 2001.03288).
 * Buffers are shared whole rather than by ranges: WebGPU lets no dispatch read one part of a buffer and write another.
 */
export function assignMemory(storages: readonly Storage[], dispatches: readonly { readonly bindings: readonly Binding[] }[]): MemoryPlan {
  const lifetimes: (Lifetime | undefined)[] = storages.map(() => undefined);
  for (const [at, dispatch] of dispatches.entries()) {
    for (const { storage } of dispatch.bindings) lifetimes[storage] = { first: lifetimes[storage]?.first ?? at, last: at };
  }
  const buffers: { bytes: number; storages: number[] }[] = [];
  const bufferOf: (number | undefined)[] = storages.map(() => undefined);
  const place = (storage: number, buffer: number) => {
    buffers[buffer]?.storages.push(storage);
    bufferOf[storage] = buffer;
  };
  const meets = (a: Lifetime, b: Lifetime) => a.first <= b.last && b.first <= a.last;

  const transient: { index: number; bytes: number; lifetime: Lifetime }[] = [];
  for (const [index, storage] of storages.entries()) {
    const lifetime = lifetimes[index];
    if (storage.kind === 'lent') continue;
    if (storage.kind !== 'transient') place(index, buffers.push({ bytes: storage.bytes, storages: [] }) - 1);
    else if (lifetime) transient.push({ index, bytes: storage.bytes, lifetime });
  }
  const firstShared = buffers.length;
  for (const { index, bytes, lifetime } of transient.toSorted((a, b) => b.bytes - a.bytes || a.index - b.index)) {
    let chosen = buffers.findLastIndex((buffer, at) => {
      if (at < firstShared) return false;
      return buffer.storages.every((other) => {
        const life = lifetimes[other];
        return !life || !meets(life, lifetime);
      });
    });
    if (chosen < 0) chosen = buffers.push({ bytes, storages: [] }) - 1;
    place(index, chosen);
  }
  return { buffers, bufferOf, lifetimes, totalBytes: buffers.reduce((sum, buffer) => sum + buffer.bytes, 0) };
}
