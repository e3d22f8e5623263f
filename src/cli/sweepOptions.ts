import { InvalidArgumentError, type Option } from 'commander';
import { combinations, listedValues, type Combination, type SweepAxis } from '../engine/optim/sweep';
import type { Recipe } from '../engine/optim/recipe';
import { UsageError } from './errors';
import { parseOptions, trainCommand, type TrainOptions } from './options';

/** One run of a sweep: what it has for itself, and the options that make of it. */
export interface SweptOptions {
  readonly combination: Combination<string, string>;
  readonly options: TrainOptions;
}

/** What all runs share, and what they tell. */
const notSwept = [
  ...['model', 'data', 'trainFiles', 'init', 'save', 'saveMean', 'eval', 'validateEvery', 'validationPictures', 'patience', 'best'],
  ...['adapter', 'repeatable', 'tune', 'check', 'profile', 'sweep', 'json'],
];

/**
 * The runs that `--sweep` asks for. Their options are read as those of a run are, each from the words of the command line
 * with its own values behind them: what a value may be, its option says.
 * @param training how the model wants to be trained, where it says so.
 * @throws UsageError, ProblemError `sweep.*`
 */
export function sweptOptions({ sweep }: TrainOptions, words: readonly string[], training?: Recipe): readonly SweptOptions[] {
  const axes = sweep.map(axisOf);
  const switches = axes.flatMap(({ name }) => (optionNamed(name).isSwitch ? optionNamed(name).forms : []));
  const others = words.filter((word) => !switches.includes(word));
  return combinations(axes).flatMap((combination) => {
    const options = parseOptions([...others, ...combination.flatMap(({ name, value }) => wordsFor(name, value))], training);
    if (options?.steps === 0) throw new UsageError('--sweep: a run of 0 steps has nothing to compare');
    return options ? [{ combination, options }] : [];
  });
}

function axisOf(text: string): SweepAxis<string, string> {
  const [, name, list = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`--sweep: "${text}" is not an option's name, "=" and its values, as in lr=0.003,0.01`);
  const { isSwitch, takes } = optionNamed(name);
  const values = listedValues(list, takes);
  const other = isSwitch ? values.find((value) => value !== 'on' && value !== 'off') : undefined;
  if (other !== undefined) throw new UsageError(`--sweep: ${name} is on or off, not "${other}"`);
  return { name, values };
}

interface SweptOption {
  readonly isSwitch: boolean;
  readonly forms: readonly string[];
  /** Whether it could have this text for its value. */
  readonly takes: (text: string) => boolean;
}

/** An option by its name without dashes; `--nesterov` and `--no-nesterov` are one. */
function optionNamed(name: string): SweptOption {
  const found = trainCommand().options.filter(({ long }) => long === `--${name}` || long === `--no-${name}`);
  const [option] = found;
  if (!option || notSwept.includes(option.attributeName())) throw new UsageError(`--sweep: there is no option ${name} of which a sweep takes values`);
  return { isSwitch: !option.required && !option.optional, forms: found.flatMap(({ long }) => long ?? []), takes: (text) => takes(option, text) };
}

/** Whether an option could have this text for its value. */
function takes({ parseArg }: Option, text: string): boolean {
  try {
    parseArg?.(text, undefined);
    return true;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return false;
    throw error;
  }
}

/** What is added to the command line for one value. */
function wordsFor(name: string, value: string): readonly string[] {
  const { isSwitch, forms } = optionNamed(name);
  if (!isSwitch) return [`--${name}`, value];
  const wanted = value === 'on' ? `--${name}` : `--no-${name}`;
  return forms.filter((form) => form === wanted);
}
