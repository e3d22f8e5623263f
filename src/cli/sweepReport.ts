import { betterFirst, type Combination, type SweepResult } from '../engine/optim/sweep';
import type { Problem } from '../engine/problem';
import { aligned, percent } from './columns';
import { problemText } from './words';

/** One run of a sweep: what it came to, or why it did not. */
export interface SweptRun {
  readonly combination: Combination<string, string>;
  readonly outcome: SweepResult | Problem;
}

/** Tells of a sweep what the reports of its runs do not. */
export interface SweepReport {
  /** A run begins. @param place from 1. */
  begin(place: number, count: number, combination: SweptRun['combination']): void;
  /** A run came to nothing. */
  fail(problem: Problem): void;
  /** All runs, in the order in which they were trained. */
  end(runs: readonly SweptRun[]): void;
}

function isTrained(run: SweptRun): run is SweptRun & { readonly outcome: SweepResult } {
  return 'trainingLoss' in run.outcome;
}

/** The best first, those that came to nothing last. */
function ranked(runs: readonly SweptRun[]): readonly SweptRun[] {
  const trained = runs.filter(isTrained).toSorted((a, b) => betterFirst(a.outcome, b.outcome));
  return [...trained, ...runs.filter((run) => !isTrained(run))];
}

/** Numbers as numbers, all else as it was typed. */
const settingsOf = ({ combination }: Pick<SweptRun, 'combination'>) =>
  Object.fromEntries(combination.map(({ name, value }) => [name, Number.isNaN(Number(value)) ? value : Number(value)]));

/** One JSON object a line. @param write called with each line, its end included. */
export function jsonSweepReport(write: (line: string) => void): SweepReport {
  const line = (value: object): void => write(`${JSON.stringify(value)}\n`);
  return {
    begin: (run, runs, combination) => line({ type: 'run', run, runs, settings: settingsOf({ combination }) }),
    fail: (problem) => line({ type: 'failed', code: problem.code, detail: problemText(problem) }),
    end: (runs) =>
      line({
        type: 'sweep',
        runs: ranked(runs).map((run) => {
          const { outcome } = run;
          const told = { run: runs.indexOf(run) + 1, settings: settingsOf(run) };
          return 'code' in outcome ? { ...told, failed: outcome.code } : { ...told, ...outcome };
        }),
      }),
  };
}

/** For a person: a line before each run, and a table at the end. */
export function plainSweepReport(write: (text: string) => void): SweepReport {
  return {
    begin: (run, runs, combination) => write(`\nrun ${run} of ${runs}: ${combination.map(({ name, value }) => `${name} ${value}`).join(', ')}\n`),
    fail: (problem) => write(`failed: ${problemText(problem)}\n`),
    end: (runs) => write(`\nthe best first:\n${sweepTable(runs)}`),
  };
}

const isDivergence = (outcome: SweptRun['outcome']): boolean => 'code' in outcome && outcome.code === 'training.notFinite';

/** The runs as a table, the best first. */
function sweepTable(runs: readonly SweptRun[]): string {
  const names = runs[0]?.combination.map(({ name }) => name) ?? [];
  const isValidated = runs.some((run) => isTrained(run) && run.outcome.validation);
  const head = [...names, 'loss', ...(isValidated ? ['test loss', 'test accuracy'] : []), 'seconds'];
  const rows = ranked(runs).map((run) => {
    const values = run.combination.map(({ value }) => value);
    if (!isTrained(run)) return [...values, isDivergence(run.outcome) ? 'diverged' : 'failed'];
    const { trainingLoss, validation, seconds } = run.outcome;
    const tested = validation ? [validation.loss.toFixed(4), percent(validation.accuracy)] : [];
    return [...values, trainingLoss.toFixed(4), ...tested, seconds.toFixed(1)];
  });
  return aligned([head, ...rows], names.length).map((line) => `${line}\n`).join('');
}
