import type { Measurement } from '../../bench/measure';
import type { Peer } from './options';

/** One who is measured, in turn with the others. */
export interface Contender {
  readonly name: 'kernelgarten' | Peer;
  readonly version: string;
  /** What it computes on. */
  readonly adapter: string;
  /** Runs one round from the very start: first step, warm-up, timed steps. */
  measure(): Promise<Measurement>;
}

/** Steps after the first that are not timed. */
export const WARM_UP = 3;
