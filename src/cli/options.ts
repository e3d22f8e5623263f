import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { presetNames } from '../engine/graph/presets';
import { optimiserDefaults, optimiserNames, optimisers, usesSetting, type OptimiserSettings } from '../engine/optim/optimisers';
import type { Recipe, TrainingSettings } from '../engine/optim/recipe';
import { shapeDefaults, usesShape, type ScheduleShape } from '../engine/optim/schedule';
import { isWithin, settingDefaults, settingNames, settingOf, type SettingName } from '../engine/optim/settings';
import { typedNumber } from '../engine/typedNumber';
import { augmentationList, augmentationNames, augmentationOf, isAugmentation, type AugmentationName } from './augmentation';
import { UsageError } from './errors';

/** What the command line says beside the settings of training. */
interface OtherOptions {
  /** A preset's name or the path of a model file. */
  readonly model: string;
  /** A folder in the official CIFAR-10 binary layout, or `shapes`. */
  readonly data: string;
  readonly trainFiles?: readonly string[];
  readonly steps?: number;
  readonly shuffle: boolean;
  readonly init?: string;
  readonly save?: string;
  readonly saveMean?: string;
  /** Test pictures to evaluate on at the end. */
  readonly eval?: number | 'all';
  /** Whether the end is evaluated and saved as of the best validation. */
  readonly best: boolean;
  readonly adapter?: string;
  /** Whether the run's operators are compared with plain arithmetic before they train. */
  readonly check: boolean;
  /** Measure the operators of a step at the end. */
  readonly profile: boolean;
  /** Options with several values each, as they were typed: a run for each combination. */
  readonly sweep: readonly string[];
  readonly json: boolean;
}

/** What to train, on what, for how long and how: the command line after its defaults and checks. */
export interface TrainOptions extends OtherOptions, Omit<TrainingSettings, 'epochs'> {
  /** One where nobody says. */
  readonly epochs: number | undefined;
}

/** Reads a whole number between limits, both included. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = typedNumber(text, true);
    if (isWithin({ kind: 'number', min, max, integer: true }, value)) return value;
    throw new InvalidArgumentError(`It must be a whole number ${max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`}.`);
  };
}

function number(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = typedNumber(text);
    if (isWithin({ kind: 'number', min, max }, value)) return value;
    throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`);
  };
}

function pictures(text: string): number | 'all' {
  if (text === 'all') return text;
  const value = typedNumber(text, true);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number of at least 1, or "all".');
  return value;
}

/** Reads one of a list, by its text. */
function oneOf<T>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    const choice = choices.find((each) => String(each) === text);
    if (choice !== undefined) return choice;
    throw new InvalidArgumentError(`It must be one of ${choices.join(', ')}.`);
  };
}

function fileNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('It must be names of files with commas between them.');
  return names;
}

const isText = (choice: unknown) => typeof choice === 'string';

/** An option that takes what a setting may be. @param flags as Commander has them, with a word that stands for the value. */
export function optionTaking(name: SettingName, flags: string, about: string): Option {
  const option = new Option(flags, about);
  const limits = settingOf(name);
  if (limits.kind === 'switch') return option;
  if (limits.kind === 'number') return option.argParser(limits.integer ? wholeNumber(limits.min, limits.max) : number(limits.min, limits.max));
  // The help lists those that are words.
  return limits.choices.every(isText) ? option.choices(limits.choices) : option.argParser(oneOf(limits.choices));
}

/** The options of one setting. */
type OptionsOf = (name: SettingName) => readonly Option[];

/** An option for a setting that takes a value, whose default the help shows. @param value what stands for it in the help. */
const sets =
  (value: string, about: string): OptionsOf =>
  (name) =>
    setsWhereGiven(value, about)(name).map((option) => option.default(defaults[name]));

/** One whose default depends on others, and is told in words. */
const setsWhereGiven =
  (value: string, about: string): OptionsOf =>
  (name) => [optionTaking(name, `${settingOf(name).option} ${value}`, about)];

/** Two options for a setting that is on or off. */
const switches =
  (on: string, off: string): OptionsOf =>
  (name) => {
    const [first, ...others] = switchesWhereGiven(on, off)(name);
    return first ? [first.default(defaults[name]), ...others] : [];
  };

const switchesWhereGiven =
  (on: string, off: string): OptionsOf =>
  (name) => {
    const { option } = settingOf(name);
    return [new Option(option, on), new Option(option.replace('--', '--no-'), off)];
  };

/** `sgd 0.9, muon 0.95`: the optimisers that use a setting, and what it is where nobody says. */
function perOptimiser(name: keyof OptimiserSettings): string {
  const users = optimiserNames.filter((optimiser) => usesSetting(optimiser, name));
  return users.map((optimiser) => `${optimiser} ${optimisers[optimiser].defaults[name]}`).join(', ');
}

/** What the settings are where nobody says: a run in a terminal validates where it is told to. */
const defaults: TrainingSettings = { ...settingDefaults, validateEvery: 0 };

const other =
  (...options: readonly Option[]): OptionsOf =>
  () =>
    options;

/** All options, in the order of the help. */
const trainOptions = (): Readonly<Record<SettingName | keyof OtherOptions | 'augment' | 'tune', OptionsOf>> => ({
  model: other(
    new Option('--model <name or file>', `a preset (${presetNames.join(', ')}) or a model file; speedrun brings its training settings`).default('small'),
  ),
  data: other(
    new Option('--data <path or shapes>', 'CIFAR-10 in its binary layout: its archive, its folder or one above; or the built-in generator').default('shapes'),
  ),
  trainFiles: other(new Option('--train-files <a,b>', 'which training files of it (all there)').argParser(fileNames)),
  steps: other(new Option('--steps <n>', 'how many steps').argParser(wholeNumber(0))),
  epochs: (name) => setsWhereGiven('<n>', 'how many epochs (1)')(name).map((option) => option.conflicts('steps')),
  batchSize: sets('<n>', 'pictures a step'),
  optimizer: sets('<name>', 'the optimiser'),
  learningRate: sets('<x>', 'the highest learning rate; usual are 0.001 for adam, adamw and rmsprop, 0.002 for nadam, 0.0001 for lion, 0.02 for muon'),
  momentum: setsWhereGiven('<x>', `momentum (${perOptimiser('momentum')})`),
  nesterov: switchesWhereGiven(`Nesterov momentum (${perOptimiser('nesterov')})`, 'momentum that does not look ahead'),
  beta1: setsWhereGiven('<x>', `share of the past in the mean of gradients (${perOptimiser('beta1')})`),
  beta2: setsWhereGiven('<x>', `share of the past in the mean of their squares (${perOptimiser('beta2')})`),
  epsilon: setsWhereGiven('<x>', `added to the root of that mean (${perOptimiser('epsilon')})`),
  weightDecay: sets('<x>', 'as in PyTorch: an L2 term added to the gradient; taken from the weights themselves by adamw, lion and muon'),
  spareNorms: switches('no weight decay for biases and norms', 'they have it as other weights do'),
  shiftRate: sets('<x>', "multiplies the learning rate of batch normalisation's shifts, and divides their weight decay"),
  clipNorm: sets('<x>', 'shortens all gradients together to this length; 0 for never'),
  labelSmoothing: sets('<x>', 'share of the target that is spread over all classes'),
  ema: sets('<x>', 'keeps a running mean of the weights, this share of it the past, and evaluates by it; 0 for none'),
  lookahead: switches('every five steps the weights go back towards slow ones, which follow them', 'they do not'),
  accumulate: sets('<n>', 'batches whose gradients make one step'),
  schedule: sets('<name>', 'how the learning rate goes over the run'),
  warmup: setsWhereGiven('<share>', `share of the steps over which the rate rises (${shapeDefaults.warmup})`),
  startFactor: setsWhereGiven('<x>', `the first rate, as a part of --lr (${shapeDefaults.startFactor})`),
  endFactor: setsWhereGiven('<x>', `what the rate falls to, as a part of --lr (${shapeDefaults.endFactor})`),
  decayFactor: setsWhereGiven('<x>', `what each step of the schedule step multiplies the rate by (${shapeDefaults.decayFactor})`),
  decayEvery: setsWhereGiven('<n>', `epochs from one of those to the next (${shapeDefaults.decayEvery})`),
  augment: other(
    new Option('--augment <list>', `random changes to the training pictures: none, or of ${augmentationNames.join(',')}`)
      .argParser(augmentationList)
      .default([], 'none'),
  ),
  flip: setsWhereGiven('<name>', 'mirror pictures at random (as flip does), or every other epoch'),
  shift: setsWhereGiven('<n>', 'most pixels that pictures are shifted by, each way (crop: 4)'),
  shiftPadding: setsWhereGiven('<name>', 'what comes in from beyond the border (zero)'),
  cutout: setsWhereGiven('<n>', 'side of the square that is cut out, in pixels (cutout: 8)'),
  brightness: setsWhereGiven('<x>', 'brightness is multiplied by 1 − X to 1 + X (brightness: 0.2)'),
  contrast: setsWhereGiven('<x>', 'contrast is multiplied by 1 − X to 1 + X (contrast: 0.2)'),
  mixup: setsWhereGiven('<a>', 'pictures are mixed in pairs, with shares from Beta(A, A) (mixup: 1)'),
  seed: sets(
    '<n>',
    'of the first weights, the order of the pictures and their augmentation: figures repeat but for their last digits, or with --repeatable bit for bit',
  ),
  shuffle: other(new Option('--no-shuffle', 'take the records in file order')),
  init: other(new Option('--init <file>', 'weights to start from (safetensors)')),
  save: other(new Option('--save <file>', 'where to write the weights at the end (safetensors); with --ema, and without --save-mean, their running mean')),
  saveMean: other(new Option('--save-mean <file>', 'where to write the running mean of --ema, so that --save writes the weights themselves').conflicts('best')),
  eval: other(new Option('--eval <n>', 'evaluate on the first N test pictures at the end, or on all').argParser(pictures)),
  testTimeAugmentation: sets('<n>', 'evaluate on the mean over views: 1 with the mirror image, 2 also shifted by a pixel'),
  validateEvery: sets('<n>', 'validate after every N steps; 0 for never'),
  validationPictures: sets('<n>', 'how many test pictures a validation takes, the first ones'),
  patience: sets('<n>', 'end the run once N validations in a row were no better than the best before; 0 for never'),
  best: other(new Option('--best', 'evaluate and save the weights of the best validation, not the last ones').default(false)),
  precision: sets('<name>', 'what tensors and weights are stored in'),
  adapter: other(new Option('--adapter <name>', "part of the adapter's name")),
  repeatable: switches(
    'run every operator the usual way and measure no faster one: the same seed on the same adapter repeats bit for bit',
    'measure which ways are fastest and go over to them',
  ),
  tune: other(new Option('--no-tune', 'the old name of --repeatable').implies({ repeatable: true })),
  check: other(new Option('--no-check', "do not compare the run's operators with plain arithmetic before they train")),
  profile: other(new Option('--profile', 'measure the operators of a training step at the end').default(false)),
  sweep: other(
    new Option('--sweep <option=values>', 'a run for each of several values, as in lr=0.003,0.01; a second one for each pair of values')
      .argParser((text: string, before: readonly string[]) => [...before, text])
      .default([], 'none')
      .conflicts(['save', 'saveMean', 'profile']),
  ),
  json: other(new Option('--json', 'one JSON object a line and nothing else on standard output').default(false)),
});

export function trainCommand(): Command {
  const command = new Command('train').description('Trains a network on CIFAR-10 on the GPU, with the engine of the page.');
  for (const [name, optionsOf] of Object.entries(trainOptions())) for (const option of optionsOf(name as SettingName)) command.addOption(option);
  return command;
}

/**
 * Hands a command what follows its name.
 * @returns undefined when the help was asked for and has been printed.
 * @throws UsageError
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- commander cannot know what its options come to
export function parseWords<T extends object>(program: Command, words: readonly string[]): T | undefined {
  program
    .showSuggestionAfterError(false)
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UsageError(error.message.replace(/^error: /, ''));
  }
  return program.opts<T>();
}

/** The model that is to be trained; undefined when the help was asked for. @throws UsageError */
export function modelNamed(words: readonly string[]): string | undefined {
  return parseWords<Pick<TrainOptions, 'model'>>(trainCommand(), words)?.model;
}

/** The settings that were typed, by their names. */
function typedSettings(program: Command): Partial<TrainingSettings> {
  const typed = settingNames.flatMap((name): [SettingName, unknown][] => {
    const attribute = new Option(settingOf(name).option).attributeName();
    const isTyped = ['cli', 'implied'].includes(program.getOptionValueSource(attribute) ?? '');
    return isTyped ? [[name, program.getOptionValue(attribute)]] : [];
  });
  // Each option's own reader has made of its text what the setting holds.
  return Object.fromEntries(typed);
}

/**
 * The train command's options; undefined when the help was asked for.
 * @param training how the model wants to be trained: the defaults, where it says so.
 * @throws UsageError
 */
export function parseOptions(words: readonly string[], training?: Recipe): TrainOptions | undefined {
  const program = trainCommand();
  const given = parseWords<OtherOptions & { readonly augment: readonly AugmentationName[] }>(program, words);
  if (!given) return undefined;
  const typed = typedSettings(program);
  // Settings are among these by the names of their options; from here on they go by their own.
  const { augment, ...others } = given;
  const isAugmented = program.getOptionValueSource('augment') === 'cli' || Object.keys(typed).some(isAugmentation);
  const options: TrainOptions = {
    ...others,
    ...defaults,
    epochs: undefined,
    ...training,
    // Another optimiser comes with settings of its own.
    ...(typed.optimizer ? optimiserDefaults(typed.optimizer) : {}),
    ...typed,
    ...(isAugmented ? augmentationOf(augment, typed) : {}),
  };
  refuseUseless(options, typed);
  return options;
}

/** @throws UsageError for what would do nothing. */
function refuseUseless({ data, trainFiles, patience, best, validateEvery, schedule, save, saveMean, ema }: TrainOptions, typed: Partial<TrainingSettings>) {
  if (trainFiles && data === 'shapes') throw new UsageError('--train-files needs a folder or an archive given by --data');
  const validated = patience > 0 ? '--patience' : best ? '--best' : undefined;
  if (validated && validateEvery === 0) throw new UsageError(`${validated} needs --validate-every`);
  const shape = Object.keys(shapeDefaults) as (keyof ScheduleShape)[];
  const unused = shape.find((name) => typed[name] !== undefined && !usesShape(schedule, name));
  if (unused) throw new UsageError(`${settingOf(unused).option} means nothing to the schedule ${schedule}`);
  if (saveMean !== undefined && ema === 0) throw new UsageError('--save-mean needs --ema: without it there is no running mean');
  if (saveMean !== undefined && save !== undefined && resolve(saveMean) === resolve(save))
    throw new UsageError(`--save-mean: ${saveMean} is the file that --save writes`);
}
