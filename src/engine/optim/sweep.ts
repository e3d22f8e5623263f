import { leadOf, type Lead } from '../metrics/evaluation';
import { fail } from '../problem';
import type { EvaluationMetrics } from '../metrics/evaluation';
import { typedNumber } from '../typedNumber';
import { isWithin, type NumberLimits } from './settings';

/** A setting, and the values that it takes one after another. */
export interface SweepAxis<Name extends string = string, Value = unknown> {
  readonly name: Name;
  readonly values: readonly Value[];
}

/** What one run of a sweep has in place of the settings of all: a value for each axis, in the order of the axes. */
export type Combination<Name extends string = string, Value = unknown> = readonly { readonly name: Name; readonly value: Value }[];

/** More would not fit a table that one looks at, nor an evening. */
export const MOST_RUNS = 24;
export const MOST_AXES = 2;

/** Commas inside a word, which may be a part of its value; between two digits they may be decimal commas. */
const TIGHT_COMMAS = /(?<=[^\s,;]),(?=[^\s,;])/g;
const DECIMAL_COMMA = /\d,\d/;

/**
 * The values of a list such as `0.003, 0.01, 0.03`, between commas of any kind, semicolons or spaces. Between semicolons a
 * comma may be a part of a value (`0,003; 0,01`, `flip,crop; none`); without them, what looks like one (`0,003`; `1,5 2,7`) is refused.
 * @param isOne whether a text with a comma would be taken for one value here.
 * @throws ProblemError `sweep.noValues`, `sweep.valueTwice`, `sweep.decimalComma`
 */
export function listedValues(text: string, isOne: (word: string) => boolean): readonly string[] {
  const parted = text.replace(/[，]/g, ', ').replace(/[；、]/g, ';');
  const values = parted
    .replace(TIGHT_COMMAS, '\0')
    .split(/[\s,;]+/)
    .map((word) => word.replaceAll('\0', ','))
    .filter((word) => word !== '')
    .flatMap((word) => {
      if (parted.includes(';') && (DECIMAL_COMMA.test(word) || isOne(word))) return word;
      return withoutCommas(word, word === parted.trim(), isOne);
    });
  if (values.length === 0) fail('sweep.noValues');
  const twice = values.find((value, index) => values.indexOf(value) < index);
  if (twice !== undefined) fail('sweep.valueTwice', { value: twice });
  return values;
}

/**
 * The values between which the commas of a word without spaces stand.
 * @param isAlone there is no other word: `1,2` is a list then, and only a zero before the comma looks like one number.
 */
function withoutCommas(word: string, isAlone: boolean, isOne: (word: string) => boolean): readonly string[] {
  if (DECIMAL_COMMA.test(word) && (!isAlone || word.startsWith('0')) && isOne(word)) {
    fail('sweep.decimalComma', { value: word, one: word.replace(',', '.'), two: word.replace(/,0*(?=\d)/, '; ') });
  }
  return word.split(',');
}

/** The same of numbers. @throws ProblemError `sweep.notANumber`, `sweep.notWhole`, `sweep.outOfRange`, and those of {@link listedValues} */
export function listedNumbers(text: string, limits: NumberLimits): readonly number[] {
  const { min, max, integer = false } = limits;
  const isNumber = (word: string) => isWithin({ kind: 'number', ...limits }, typedNumber(word, integer));
  const values = listedValues(text, isNumber).map((word) => {
    const value = typedNumber(word, integer);
    if (!Number.isFinite(value)) fail('sweep.notANumber', { value: word });
    if (integer && !Number.isInteger(value)) fail('sweep.notWhole', { value: word });
    if (value < min || value > max) fail('sweep.outOfRange', { value: word, min, max });
    return value;
  });
  // 0.1 and 1e-1 are two words and one value.
  const twice = values.find((value, index) => values.indexOf(value) < index);
  if (twice !== undefined) fail('sweep.valueTwice', { value: String(twice) });
  return values;
}

/**
 * Every value of the first axis with every one of the second, the last axis running fastest.
 * @throws ProblemError `sweep.noValues`, `sweep.tooManySettings`, `sweep.settingTwice`, `sweep.tooManyRuns`
 */
export function combinations<Name extends string, Value>(axes: readonly SweepAxis<Name, Value>[]): readonly Combination<Name, Value>[] {
  const runs = axes.reduce((product, { values }) => product * values.length, 1);
  if (axes.length === 0 || runs === 0) fail('sweep.noValues');
  if (axes.length > MOST_AXES) fail('sweep.tooManySettings', { most: MOST_AXES });
  if (new Set(axes.map(({ name }) => name)).size < axes.length) fail('sweep.settingTwice');
  if (runs > MOST_RUNS) fail('sweep.tooManyRuns', { runs, most: MOST_RUNS });
  return axes.reduce<readonly Combination<Name, Value>[]>(
    (before, { name, values }) => before.flatMap((combination) => values.map((value) => [...combination, { name, value }])),
    [[]],
  );
}

/** The training loss at the end of a run: the mean over the last tenth of its steps, over ten where that is more. */
export function lastMeanLoss(losses: readonly number[]): number {
  const last = losses.slice(-Math.max(10, Math.ceil(losses.length / 10)));
  return last.reduce((sum, loss) => sum + loss, 0) / last.length;
}

/** What a run that went through has come to. */
export interface SweepResult {
  /** Its {@link lastMeanLoss}. */
  readonly trainingLoss: number;
  /** On pictures that it did not train on, after its last step. */
  readonly validation?: EvaluationMetrics;
  /** Spent on its steps. */
  readonly seconds: number;
}

/** Sorts the better of two first: by accuracy, then by loss on the pictures of the validation, else by the training loss. */
export function betterFirst(a: SweepResult, b: SweepResult): number {
  if (!a.validation || !b.validation) return a.trainingLoss - b.trainingLoss;
  return b.validation.accuracy - a.validation.accuracy || a.validation.loss - b.validation.loss;
}

/** How far the best run is ahead of the next one; undefined where they were not both validated. */
export function leadOfBest({ validation: best }: SweepResult, { validation: next }: SweepResult): Lead | undefined {
  return best && next && leadOf(best.right, next.right);
}
