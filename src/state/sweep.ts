import { create } from 'zustand';
import { stepsOf } from '../data/course';
import { betterFirst, combinations } from '../engine/optim/sweep';
import type { Problem } from '../engine/problem';
import type { Budget, FromWorker, RunConfig, SweepOutcome, SweepReport } from '../worker/messages';
import { useData } from './data';
import { onMessage, send } from './session';
import { picturesOfStep } from './settings';
import { withCombination, type SettingAxis, type SettingCombination } from './sweepAxes';

/** One run of a sweep, as far as it is. */
export interface SweptRun {
  readonly combination: SettingCombination;
  /** How many it takes to its end. */
  readonly steps: number;
  /** Of each step so far. */
  readonly losses: readonly number[];
  /** Undefined until it is over, and where it was stopped. */
  readonly outcome: SweepOutcome | undefined;
}

export interface SweepState {
  /** Of the last sweep, as the rest. */
  readonly axes: readonly SettingAxis[];
  /** In the order in which they are trained. */
  readonly runs: readonly SweptRun[];
  readonly underWay: boolean;
  readonly problem: Problem | undefined;
  /** @throws ProblemError `sweep.*` for axes that make no sweep. */
  begin(base: RunConfig, axes: readonly SettingAxis[], budget: Budget): void;
  /** What was found so far stays. */
  stop(): void;
}

export const useSweep = create<SweepState>()((set, get) => ({
  axes: [],
  runs: [],
  underWay: false,
  problem: undefined,
  begin: ({ model, training }, axes, budget) => {
    const records = useData.getState().summary?.trainCount ?? 0;
    const planned = combinations(axes).map((combination) => {
      const settings = withCombination(training, combination);
      const steps = stepsOf({ records, batch: picturesOfStep(settings), shuffle: true, seed: settings.seed, ...budget });
      return { config: { model, training: settings }, run: { combination, steps, losses: [], outcome: undefined } };
    });
    set({ axes, runs: planned.map(({ run }) => run), underWay: true, problem: undefined });
    send({ type: 'sweep', runs: planned.map(({ config }) => config), budget });
  },
  stop: () => {
    if (get().underWay) send({ type: 'cancelSweep' });
  },
}));

function withReport(runs: readonly SweptRun[], { run, losses, outcome }: SweepReport): readonly SweptRun[] {
  return runs.map((each, index) => (index === run ? { ...each, losses: [...each.losses, ...losses], outcome } : each));
}

export function hearSweep(message: FromWorker): void {
  switch (message.type) {
    case 'sweep':
      return useSweep.setState(({ runs }) => ({ runs: withReport(runs, message.report) }));
    case 'sweepOver':
      return useSweep.setState({ underWay: false, problem: message.problem });
    case 'device':
      // What waits for a lost device may never answer.
      if (message.report.status === 'lost') useSweep.setState({ underWay: false });
  }
}

onMessage(hearSweep);

/** A run that went through. */
export type TrainedRun = SweptRun & { readonly outcome: Extract<SweepOutcome, { kind: 'trained' }> };

export function isTrained(run: SweptRun): run is TrainedRun {
  return run.outcome?.kind === 'trained';
}

/** The best run first, then the others that went through, then the rest in the order in which they are trained. */
export function ranked(runs: readonly SweptRun[]): readonly SweptRun[] {
  const trained = runs.filter(isTrained).toSorted((a, b) => betterFirst(a.outcome, b.outcome));
  return [...trained, ...runs.filter((run) => !isTrained(run))];
}

const HEAD = ['outcome', 'steps', 'trainingLoss', 'validationLoss', 'validationAccuracy', 'seconds'];

/** The runs as CSV, in the order in which they are trained: a column for each setting, then what they came to. */
export function sweepCsv({ axes, runs }: Pick<SweepState, 'axes' | 'runs'>): string {
  const rows = runs.map((run) => {
    const { combination, losses, outcome } = run;
    const figures = isTrained(run)
      ? [run.outcome.trainingLoss, run.outcome.validation.loss, run.outcome.validation.accuracy, run.outcome.seconds]
      : ['', '', '', ''];
    return [...combination.map(({ value }) => value), outcome?.kind ?? 'unfinished', losses.length, ...figures];
  });
  return [[...axes.map(({ name }) => name), ...HEAD], ...rows].map((row) => `${row.join(',')}\n`).join('');
}
