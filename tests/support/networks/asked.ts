import type { VariantName } from '../../../src/engine/kernels/types';
import type { Precision } from '../../../src/engine/precision';

/** What scripts/networks.mjs asks for in place of the share that every run of the tests takes. */
export interface Asked {
  readonly seed: number;
  readonly count: number;
  readonly variant?: VariantName;
  readonly precision?: Precision;
  /** Choose the share of every run anew. */
  readonly choose?: boolean;
}

export const asked = process.env['NETWORKS'] === undefined ? undefined : (JSON.parse(process.env['NETWORKS']) as Asked);
