import type { Dispatch } from '../plan/dispatch';

/** What a dispatch takes at least, whatever kernel runs it. */
export interface Work {
  /** Floating-point operations, a multiply-add counted as two; 0 where a kernel only moves or compares data. */
  readonly flops: number;
  /** Bytes that it moves at least: each of its bindings once, read or written. */
  readonly bytes: number;
}

/** The work of one dispatch. A range of memory that is bound twice counts once; memory that is lent, the pictures', does not count. */
export function workOf({ bindings, flops }: Pick<Dispatch, 'bindings' | 'flops'>): Work {
  const ranges = new Map(bindings.map(({ storage, offset, size }) => [`${storage} ${offset}`, size]));
  return { flops, bytes: sumOf([...ranges.values()], (size) => size) };
}

/** Operations a byte: how far to the right a kernel stands in the roofline. */
export function intensityOf({ flops, bytes }: Work): number {
  return flops / bytes;
}

/** Per second, from a count and the milliseconds it took. */
export function rateOf(count: number, milliseconds: number): number {
  return milliseconds > 0 ? (1000 * count) / milliseconds : 0;
}

export function sumOf<T>(items: readonly T[], figure: (item: T) => number): number {
  return items.reduce((sum, item) => sum + figure(item), 0);
}
