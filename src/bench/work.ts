import type { Plan } from '../engine/plan/plan';
import { sumOf, workOf, type Work } from '../engine/profile/arithmetic';

/** What a step asks of the device: the figures from which its rate can be predicted (docs/performance.md). */
export interface PlannedWork extends Work {
  readonly dispatches: number;
}

/** Adds up what the dispatches take at least, as if a cache held whatever a dispatch reads again. */
export function plannedWork({ dispatches }: Pick<Plan, 'dispatches'>): PlannedWork {
  const works = dispatches.map(workOf);
  return { dispatches: works.length, flops: sumOf(works, ({ flops }) => flops), bytes: sumOf(works, ({ bytes }) => bytes) };
}
