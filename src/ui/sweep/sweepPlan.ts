import { combinations } from '../../engine/optim/sweep';
import { ProblemError, type Problem } from '../../engine/problem';
import { axisOf, type AxisDraft, type SettingAxis } from '../../state/sweepAxes';

export interface SweepPlan {
  readonly axes: readonly SettingAxis[];
  /** Runs; 0 where something is wrong. */
  readonly count: number;
  readonly problems: { readonly first?: Problem | undefined; readonly second?: Problem | undefined; readonly whole?: Problem | undefined };
}

/** The sweep that the fields describe, or what is wrong with them. */
export function planOf(first: AxisDraft, second: AxisDraft | undefined): SweepPlan {
  const drafts = second ? [first, second] : [first];
  const read = drafts.map((draft) => attempt(() => axisOf(draft)));
  const [one, two] = read.map(({ problem }) => problem);
  const axes = read.flatMap(({ done }) => done ?? []);
  if (axes.length < drafts.length) return { axes, count: 0, problems: { first: one, second: two } };
  const all = attempt(() => combinations(axes));
  return { axes, count: all.done?.length ?? 0, problems: { whole: all.problem } };
}

function attempt<T>(work: () => T): { readonly done?: T; readonly problem?: Problem } {
  try {
    return { done: work() };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { problem: error.problem };
  }
}
