import type { Pass } from '../plan/types';
import { rateOf, sumOf, type Work } from './arithmetic';

/** One dispatch of a training step, measured. */
export interface ProfileRow extends Work {
  /** The layer it serves, `layers[0]`, or `batch`, `loss`, `update`. */
  readonly path: string;
  readonly pass: Pass;
  readonly kernel: string;
  readonly variant: string;
  readonly milliseconds: number;
}

/** The roofline of an adapter: what it reaches on kernels made to reach it. */
export interface Peaks {
  readonly flopsPerSecond: number;
  readonly bytesPerSecond: number;
}

/** What a training step takes on a device, as plain data. */
export interface ProfileReport {
  /** What the adapter calls itself. */
  readonly device: string;
  /** Pictures in the step. */
  readonly batch: number;
  /** `timestamps`: by the device's own clock; `submits`: by the time from a submit to the news that it is done. */
  readonly method: 'timestamps' | 'submits';
  /** In the order of the step. */
  readonly rows: readonly ProfileRow[];
  /** A whole step, from handing over its pictures to the news that it is done. */
  readonly stepMilliseconds: number;
  readonly peaks: Peaks;
}

/** Measurements done, of how many. */
export interface ProfileProgress {
  readonly done: number;
  readonly total: number;
}

/** Milliseconds of all dispatches, each measured by itself. */
export function sumMilliseconds({ rows }: Pick<ProfileReport, 'rows'>): number {
  return sumOf(rows, ({ milliseconds }) => milliseconds);
}

/** The best rates that any one dispatch of the step reaches. */
export function bestRates({ rows }: Pick<ProfileReport, 'rows'>): Peaks {
  return {
    flopsPerSecond: Math.max(...rows.map(({ flops, milliseconds }) => rateOf(flops, milliseconds))),
    bytesPerSecond: Math.max(...rows.map(({ bytes, milliseconds }) => rateOf(bytes, milliseconds))),
  };
}
