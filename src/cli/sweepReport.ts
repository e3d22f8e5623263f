import { betterFirst, leadOfBest, type Combination, type SweepResult } from '../engine/optim/sweep';
import type { Lead } from '../engine/metrics/evaluation';
import { DIVERGED, type Problem } from '../engine/problem';
import { typedNumber } from '../engine/typedNumber';
import { aligned, percent } from './columns';
import { jsonLine } from './json';
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
  Object.fromEntries(combination.map(({ name, value }) => [name, [typedNumber(value), typedNumber(value, true)].find(Number.isFinite) ?? value]));

/** One JSON object a line. @param write called with each line, its end included. */
export function jsonSweepReport(write: (line: string) => void): SweepReport {
  const line = (value: object): void => write(jsonLine(value));
  return {
    begin: (run, runs, combination) => line({ type: 'run', run, runs, settings: settingsOf({ combination }) }),
    fail: (problem) => line({ type: 'failed', code: problem.code, detail: problemText(problem) }),
    end: (runs) =>
      line({
        type: 'sweep',
        runs: ranked(runs).map((run) => {
          const { outcome } = run;
          const told = { run: runs.indexOf(run) + 1, settings: settingsOf(run) };
          return 'code' in outcome ? { ...told, failed: outcome.code } : { ...told, ...figuresOf(outcome) };
        }),
        ...leadIn(runs),
      }),
  };
}

/** For a person: a line before each run, and a table at the end. */
export function plainSweepReport(write: (text: string) => void): SweepReport {
  return {
    begin: (run, runs, combination) => write(`\nrun ${run} of ${runs}: ${combination.map(({ name, value }) => `${name} ${value}`).join(', ')}\n`),
    fail: (problem) => write(`failed: ${problemText(problem)}\n`),
    end: (runs) => write(`\nthe best first:\n${sweepTable(runs)}${leadText(runs)}`),
  };
}

/** What a run is told by: of its validation, not each picture. */
function figuresOf({ validation, ...figures }: SweepResult) {
  return { ...figures, ...(validation ? { validation: { loss: validation.loss, accuracy: validation.accuracy } } : {}) };
}

/** The best run's lead over the next one; none where there are no two runs that were evaluated. */
function leadIn(runs: readonly SweptRun[]): { readonly lead?: Lead } {
  const [best, next] = ranked(runs).filter(isTrained);
  const lead = best && next && leadOfBest(best.outcome, next.outcome);
  return lead ? { lead } : {};
}

/** Says whether the difference between the best run and the next is worth anything. */
function leadText(runs: readonly SweptRun[]): string {
  const trained = runs.filter(isTrained);
  if (trained.length < 2) return '';
  const { lead } = leadIn(runs);
  if (!lead) return 'by the loss of training batches, which says little of small differences: --eval compares on test pictures\n';
  const { difference, scatter, pictures } = lead;
  const by = `the best is ahead of the next by ${points(difference)} percentage points on the same ${pictures} pictures`;
  return difference > scatter
    ? `${by}: more than the ${points(scatter)} that chance explains\n`
    : `${by}: chance alone explains up to ${points(scatter)}, so the two cannot be told apart\n`;
}

const points = (share: number): string => (100 * share).toFixed(1);

/** The runs as a table, the best first. */
function sweepTable(runs: readonly SweptRun[]): string {
  const names = runs[0]?.combination.map(({ name }) => name) ?? [];
  const isValidated = runs.some((run) => isTrained(run) && run.outcome.validation);
  const head = [...names, 'loss', ...(isValidated ? ['test loss', 'test accuracy'] : []), 'seconds'];
  const rows = ranked(runs).map((run) => {
    const values = run.combination.map(({ value }) => value);
    if (!isTrained(run)) return [...values, 'code' in run.outcome && run.outcome.code === DIVERGED ? 'diverged' : 'failed'];
    const { trainingLoss, validation, seconds } = run.outcome;
    const tested = validation ? [validation.loss.toFixed(4), percent(validation.accuracy)] : [];
    return [...values, trainingLoss.toFixed(4), ...tested, seconds.toFixed(1)];
  });
  return aligned([head, ...rows], names.length)
    .map((line) => `${line}\n`)
    .join('');
}
