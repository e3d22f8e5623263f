import { create } from 'zustand';
import { buildGraph } from '../engine/graph/graph';
import type { ModelSpec } from '../engine/graph/spec';
import type { Problem } from '../engine/problem';
import type { DataSummary, FromWorker, TrainingSettings } from '../worker/messages';
import { useData } from './data';
import { withReport, type ListedRun } from './listedRuns';
import { onMessage, send } from './session';
import { settingDefaults, withSetting } from './settings';

/** A network in a comparison, under its name. */
export interface Contender {
  readonly name: string;
  readonly model: ModelSpec;
}

/** What the reader decides of how all networks are trained. */
export interface ComparisonLength {
  readonly steps: number;
  /** Pictures of a step. */
  readonly batch: number;
  readonly seed: number;
}

export interface ComparedRun extends ListedRun, Contender {
  readonly parameters: number;
  /** Of the forward pass for one picture. */
  readonly multiplyAdds: number;
}

export interface Comparison {
  /** What they train on. */
  readonly data: DataSummary | undefined;
  readonly length: ComparisonLength;
  /** In the order in which they are trained. */
  readonly runs: readonly ComparedRun[];
  /** When the first loss came, and how long the training had gone on at the last one; milliseconds. */
  readonly began: number | undefined;
  readonly elapsed: number;
  readonly problem: Problem | undefined;
}

export interface ComparisonState {
  /** The last comparison of each subject, as far as it got. */
  readonly results: Readonly<Partial<Record<string, Comparison>>>;
  /** The subject of the one that trains. */
  readonly underWay: string | undefined;
  /** Trains these networks one after another; not while others train. */
  begin(subject: string, contenders: readonly Contender[], length: ComparisonLength): void;
  /** What was reached so far stays. */
  stop(): void;
}

/** Where all networks that are compared learn within a few hundred steps: at 0.002 deep and wide ones were still guessing. */
export const HIGHEST_RATE = 0.005;

/** How all of them are trained, whatever the form says: quick to learn for networks of every kind, at rates that are low at the end. */
export function trainingOf({ batch, seed }: ComparisonLength): TrainingSettings {
  return { ...withSetting(settingDefaults, 'optimizer', 'adamw'), learningRate: HIGHEST_RATE, schedule: 'oneCycle', batchSize: batch, seed };
}

/** A run that has not begun. */
export function comparedRun({ name, model }: Contender, steps: number): ComparedRun {
  const { parameterCount, multiplyAdds } = buildGraph(model);
  return { name, model, steps, parameters: parameterCount, multiplyAdds, losses: [], outcome: undefined };
}

export const useComparison = create<ComparisonState>()((set, get) => ({
  results: {},
  underWay: undefined,
  begin: (subject, contenders, length) => {
    if (get().underWay !== undefined) return;
    const runs = contenders.map((contender) => comparedRun(contender, length.steps));
    const comparison: Comparison = { data: useData.getState().summary, length, runs, began: undefined, elapsed: 0, problem: undefined };
    set(({ results }) => ({ results: { ...results, [subject]: comparison }, underWay: subject }));
    const training = trainingOf(length);
    send({ type: 'sweep', of: 'comparison', runs: runs.map(({ model }) => ({ model, training })), budget: { steps: length.steps } });
  },
  stop: () => {
    if (get().underWay !== undefined) send({ type: 'cancelSweep', of: 'comparison' });
  },
}));

/** What is new of the comparison under way. */
function changePresent(change: (present: Comparison) => Partial<Comparison>): void {
  useComparison.setState(({ results, underWay = '' }) => {
    const present = results[underWay];
    return present ? { results: { ...results, [underWay]: { ...present, ...change(present) } } } : {};
  });
}

export function hearComparison(message: FromWorker): void {
  if ('of' in message && message.of !== 'comparison') return;
  switch (message.type) {
    case 'sweep':
      return changePresent(({ runs, began }) => {
        const now = performance.now();
        return { runs: withReport(runs, message.report), began: began ?? now, elapsed: now - (began ?? now) };
      });
    case 'sweepOver':
      changePresent(() => ({ problem: message.problem }));
      return useComparison.setState({ underWay: undefined });
    case 'device':
      // What waits for a lost device may never answer.
      if (message.report.status === 'lost') useComparison.setState({ underWay: undefined });
      break;
    default: // for other stores
  }
}

onMessage(hearComparison);

/** Multiply-adds of training a network so far, or to its end: the forward pass, and as much again for each of the two gradients. */
function workOf({ multiplyAdds }: ComparedRun, steps: number, { batch }: ComparisonLength): number {
  return 3 * multiplyAdds * steps * batch;
}

export interface Work {
  /** Multiply-adds of all training. */
  readonly whole: number;
  /** The share of it that is done; a run that is over is done with. */
  readonly done: number;
}

export function workIn({ runs, length }: Pick<Comparison, 'runs' | 'length'>): Work {
  const whole = runs.reduce((sum, run) => sum + workOf(run, run.steps, length), 0);
  const done = runs.reduce((sum, run) => sum + workOf(run, run.outcome ? run.steps : run.losses.length, length), 0);
  return { whole, done: whole > 0 ? done / whole : 0 };
}

/** Seconds that the rest takes at the speed so far; undefined before that is known. */
export function secondsLeft(comparison: Comparison): number | undefined {
  const { done } = workIn(comparison);
  const { elapsed } = comparison;
  return done > 0 && elapsed > 0 ? ((elapsed / 1000) * (1 - done)) / done : undefined;
}
