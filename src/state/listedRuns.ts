import { betterFirst } from '../engine/optim/sweep';
import type { SweepOutcome, SweepReport } from '../worker/messages';

/** One of several runs that are trained one after another, as far as it is. */
export interface ListedRun {
  /** How many it takes to its end. */
  readonly steps: number;
  /** Of each step so far. */
  readonly losses: readonly number[];
  /** Undefined until it is over, and where it was stopped. */
  readonly outcome: SweepOutcome | undefined;
}

/** The runs with what is new of one of them. */
export function withReport<Run extends ListedRun>(runs: readonly Run[], { run, losses, outcome }: SweepReport): readonly Run[] {
  return runs.map((each, index) => (index === run ? { ...each, losses: [...each.losses, ...losses], outcome } : each));
}

/** A run that went through. */
export type TrainedRun<Run extends ListedRun = ListedRun> = Run & { readonly outcome: Extract<SweepOutcome, { kind: 'trained' }> };

export function isTrained<Run extends ListedRun>(run: Run): run is TrainedRun<Run> {
  return run.outcome?.kind === 'trained';
}

/** The best run first, then the others that went through, then the rest in the order in which they are trained. */
export function ranked<Run extends ListedRun>(runs: readonly Run[]): readonly Run[] {
  const trained = runs.filter(isTrained).toSorted((a, b) => betterFirst(a.outcome, b.outcome));
  return [...trained, ...runs.filter((run) => !isTrained(run))];
}
