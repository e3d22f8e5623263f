import type { Plan } from '../engine/plan/plan';

/** What a step asks of the device: the figures from which its rate can be predicted (docs/performance.md). */
export interface PlannedWork {
  readonly dispatches: number;
  /** Operations of convolutions and dense layers, a multiply-add counted as two; the rest is small beside them. */
  readonly flops: number;
  /** Each binding of each dispatch once, as if a cache held whatever a dispatch reads again. */
  readonly bytes: number;
}

export function workOf({ dispatches }: Pick<Plan, 'dispatches'>): PlannedWork {
  const bindings = dispatches.flatMap((dispatch) => dispatch.bindings);
  return {
    dispatches: dispatches.length,
    flops: dispatches.reduce((sum, { flops }) => sum + flops, 0),
    bytes: bindings.reduce((sum, { size }) => sum + size, 0),
  };
}
