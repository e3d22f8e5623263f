import type { Constants } from '../../kernels/expand';

/** A sum of many rows, cut into `SPLITS` runs of `ROWS`. */
export interface Split extends Constants {
  readonly SPLITS: number;
  readonly ROWS: number;
}

/** Cuts a sum over rows so that enough of what is summed is in the making at once, but into no more than `most` partial sums. */
export function splitRows(rows: number, sums: number, parallelism: number, most = 64): Split {
  const wanted = Math.min(Math.ceil(parallelism / sums), rows, most);
  const ROWS = Math.ceil(rows / wanted);
  return { SPLITS: Math.ceil(rows / ROWS), ROWS };
}
