import { create } from 'zustand';
import { stepsOf } from '../data/course';
import { combinations } from '../engine/optim/sweep';
import type { Problem } from '../engine/problem';
import type { Budget, FromWorker, RunConfig } from '../worker/messages';
import { useData } from './data';
import { isTrained, withReport, type ListedRun } from './listedRuns';
import { onMessage, send } from './session';
import { picturesOfStep } from './settings';
import { withCombination, type SettingAxis, type SettingCombination } from './sweepAxes';

export interface SweptRun extends ListedRun {
  readonly combination: SettingCombination;
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
    send({ type: 'sweep', of: 'sweep', runs: planned.map(({ config }) => config), budget });
  },
  stop: () => {
    if (get().underWay) send({ type: 'cancelSweep', of: 'sweep' });
  },
}));

export function hearSweep(message: FromWorker): void {
  if ('of' in message && message.of !== 'sweep') return;
  switch (message.type) {
    case 'sweep':
      return useSweep.setState(({ runs }) => ({ runs: withReport(runs, message.report) }));
    case 'sweepOver':
      return useSweep.setState({ underWay: false, problem: message.problem });
    case 'device':
      // What waits for a lost device may never answer.
      if (message.report.status === 'lost') useSweep.setState({ underWay: false });
      break;
    default: // for other stores
  }
}

onMessage(hearSweep);

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
