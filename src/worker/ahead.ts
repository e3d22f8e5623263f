/**
 * What is found of each part, in their order. The next part is asked for before one is awaited, so that a device has something
 * to do while its news is on the way.
 */
export async function* ahead<Part, Found>(parts: Iterable<Part>, ask: (part: Part) => Promise<Found>): AsyncGenerator<Found, void> {
  let before: Promise<Found> | undefined;
  for (const part of parts) {
    const next = ask(part);
    // It is awaited in its turn, if at all; a failure that comes sooner must not end the worker unheard.
    next.catch(() => undefined);
    if (before) yield await before;
    before = next;
  }
  if (before) yield await before;
}

/** Batches of so many pictures, the last with what is left; one batch of none where there are none. */
export function* partsOf(indices: Uint32Array, size: number): Generator<Uint32Array, void> {
  let at = 0;
  do {
    yield indices.subarray(at, at + size);
    at += size;
  } while (at < indices.length);
}
