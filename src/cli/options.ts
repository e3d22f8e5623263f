import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { flips, LARGEST_CUTOUT, LARGEST_SHIFT, shiftPaddings, type Augmentation } from '../engine/pictures/augmentation';
import { presetNames } from '../engine/graph/presets';
import { optimiserDefaults, optimiserNames, optimisers, usesSetting, type OptimiserSettings } from '../engine/optim/optimisers';
import type { Recipe } from '../engine/optim/recipe';
import { schedules, shapeDefaults, usesShape, type ScheduleShape } from '../engine/optim/schedule';
import { precisions, type Precision } from '../engine/precision';
import { testTimeLevels, type TestTimeLevel } from '../engine/pictures/testTime';
import { typedNumber } from '../engine/typedNumber';
import { augmentationList, augmentationNames, augmentationOf, type AugmentationWords } from './augmentation';
import { UsageError } from './errors';

/** Settings of a recipe that the command line has by shorter names, or may leave out. */
type OtherwiseNamed = 'batchSize' | 'epochs' | 'learningRate' | 'testTimeAugmentation' | keyof Augmentation;

/** What to train, on what, for how long and how: the command line after its defaults and checks. */
export interface TrainOptions extends Omit<Recipe, OtherwiseNamed> {
  /** A preset's name or the path of a model file. */
  readonly model: string;
  /** A folder in the official CIFAR-10 binary layout, or `shapes`. */
  readonly data: string;
  readonly trainFiles?: readonly string[];
  readonly steps?: number;
  readonly epochs?: number;
  readonly batch: number;
  /** The highest of the run. */
  readonly lr: number;
  readonly augment: Augmentation;
  readonly seed: number;
  readonly shuffle: boolean;
  readonly init?: string;
  readonly save?: string;
  readonly saveMean?: string;
  /** Test pictures to evaluate on at the end. */
  readonly eval?: number | 'all';
  readonly tta: TestTimeLevel;
  /** Steps from one validation to the next; 0 for none. */
  readonly validateEvery: number;
  /** The first test pictures, which a validation takes. */
  readonly validationPictures: number;
  /** Validations without a better one after which the run ends; 0 for never. */
  readonly patience: number;
  /** Whether the end is evaluated and saved as of the best validation. */
  readonly best: boolean;
  readonly precision: Precision;
  readonly adapter?: string;
  /** Whether the run's operators are compared with plain arithmetic before they train. */
  readonly check: boolean;
  /** Measure the operators of a step at the end. */
  readonly profile: boolean;
  /** Options with several values each, as they were typed: a run for each combination. */
  readonly sweep: readonly string[];
  readonly json: boolean;
}

/** Reads a whole number between limits, both included. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = typedNumber(text, true);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    const limits = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`It must be a whole number ${limits}.`);
  };
}

function number(least: number, below = Infinity): (text: string) => number {
  return (text) => {
    const value = typedNumber(text);
    if (value >= least && value < below) return value;
    const limits = below === Infinity ? `of at least ${least}` : `from ${least} to less than ${below}`;
    throw new InvalidArgumentError(`It must be a number ${limits}.`);
  };
}

function share(text: string): number {
  const value = typedNumber(text);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}

function positiveNumber(most = Infinity): (text: string) => number {
  return (text) => {
    const value = typedNumber(text);
    if (value > 0 && value <= most && Number.isFinite(value)) return value;
    throw new InvalidArgumentError(`It must be a number above 0${most === Infinity ? '' : ` and at most ${most}`}.`);
  };
}

function pictures(text: string): number | 'all' {
  if (text === 'all') return text;
  const value = typedNumber(text, true);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number of at least 1, or "all".');
  return value;
}

function testTimeLevel(text: string): TestTimeLevel {
  const level = testTimeLevels.find((each) => String(each) === text);
  if (level !== undefined) return level;
  throw new InvalidArgumentError(`It must be one of ${testTimeLevels.join(', ')}.`);
}

function fileNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('It must be names of files with commas between them.');
  return names;
}

/** `sgd 0.9, muon 0.95`: the optimisers that use a setting, and what it is where nobody says. */
function perOptimiser(name: keyof OptimiserSettings): string {
  const users = optimiserNames.filter((optimiser) => usesSetting(optimiser, name));
  return users.map((optimiser) => `${optimiser} ${optimisers[optimiser].defaults[name]}`).join(', ');
}

export function trainCommand(): Command {
  return new Command('train')
    .description('Trains a network on CIFAR-10 on the GPU, with the engine of the page.')
    .option('--model <name or file>', `a preset (${presetNames.join(', ')}) or a model file; speedrun brings its training settings`, 'small')
    .option('--data <path or shapes>', 'CIFAR-10 in its binary layout: its archive, its folder or one above; or the built-in generator', 'shapes')
    .option('--train-files <a,b>', 'which training files of it (all there)', fileNames)
    .option('--steps <n>', 'how many steps', wholeNumber(0))
    .addOption(new Option('--epochs <n>', 'how many epochs (1)').argParser(wholeNumber(1)).conflicts('steps'))
    .option('--batch <n>', 'pictures a step', wholeNumber(1, 65_536), 64)
    .addOption(new Option('--optimizer <name>', 'the optimiser').choices(optimiserNames).default('sgd'))
    .option('--lr <x>', 'the highest learning rate; usual are 0.001 for adam, adamw and rmsprop, 0.0001 for lion, 0.02 for muon', number(0), 0.01)
    .option('--momentum <x>', `momentum (${perOptimiser('momentum')})`, number(0, 1))
    .option('--nesterov', `Nesterov momentum (${perOptimiser('nesterov')})`)
    .option('--no-nesterov', 'momentum that does not look ahead')
    .option('--beta1 <x>', `share of the past in the mean of gradients (${perOptimiser('beta1')})`, number(0, 1))
    .option('--beta2 <x>', `share of the past in the mean of their squares (${perOptimiser('beta2')})`, number(0, 1))
    .option('--epsilon <x>', `added to the root of that mean (${perOptimiser('epsilon')})`, number(1e-12))
    .option('--weight-decay <x>', 'as in PyTorch: an L2 term added to the gradient; taken from the weights themselves by adamw, lion and muon', number(0), 0)
    .option('--spare-norms', 'no weight decay for biases and norms', false)
    .option('--shift-rate <x>', "multiplies the learning rate of batch normalisation's shifts, and divides their weight decay", positiveNumber(1000), 1)
    .option('--clip-norm <x>', 'shortens all gradients together to this length; 0 for never', number(0), 0)
    .option('--label-smoothing <x>', 'share of the target that is spread over all classes', number(0, 1), 0)
    .option('--ema <x>', 'keeps a running mean of the weights, this share of it the past, and evaluates by it; 0 for none', number(0, 1), 0)
    .option('--lookahead', 'every five steps the weights go back towards slow ones, which follow them', false)
    .option('--no-lookahead', 'they do not')
    .option('--accumulate <n>', 'batches whose gradients make one step', wholeNumber(1, 4096), 1)
    .addOption(new Option('--schedule <name>', 'how the learning rate goes over the run').choices(schedules).default('constant'))
    .option('--warmup <share>', `share of the steps over which the rate rises (${shapeDefaults.warmup})`, share)
    .option('--start-factor <x>', `the first rate, as a part of --lr (${shapeDefaults.startFactor})`, share)
    .option('--end-factor <x>', `what the rate falls to, as a part of --lr (${shapeDefaults.endFactor})`, share)
    .option('--decay-factor <x>', `what each step of the schedule step multiplies the rate by (${shapeDefaults.decayFactor})`, share)
    .option('--decay-every <n>', `epochs from one of those to the next (${shapeDefaults.decayEvery})`, positiveNumber())
    .addOption(
      new Option('--augment <list>', `random changes to the training pictures: none, or of ${augmentationNames.join(',')}`)
        .argParser(augmentationList)
        .default([], 'none'),
    )
    .addOption(new Option('--flip <name>', 'mirror pictures at random (as flip does), or every other epoch').choices(flips.filter((name) => name !== 'none')))
    .option('--shift <n>', 'most pixels that pictures are shifted by, each way (crop: 4)', wholeNumber(1, LARGEST_SHIFT))
    .addOption(new Option('--shift-padding <name>', 'what comes in from beyond the border (zero)').choices(shiftPaddings))
    .option('--cutout <n>', 'side of the square that is cut out, in pixels (cutout: 8)', wholeNumber(1, LARGEST_CUTOUT))
    .option('--brightness <x>', 'brightness is multiplied by 1 − X to 1 + X (brightness: 0.2)', positiveNumber(1))
    .option('--contrast <x>', 'contrast is multiplied by 1 − X to 1 + X (contrast: 0.2)', positiveNumber(1))
    .option('--mixup <a>', 'pictures are mixed in pairs, with shares from Beta(A, A) (mixup: 1)', positiveNumber())
    .option(
      '--seed <n>',
      'of the first weights, the order of the pictures and their augmentation: figures repeat but for their last digits, or with --repeatable bit for bit',
      wholeNumber(0, 2 ** 32 - 1),
      1,
    )
    .option('--no-shuffle', 'take the records in file order')
    .option('--init <file>', 'weights to start from (safetensors)')
    .option('--save <file>', 'where to write the weights at the end (safetensors); with --ema, and without --save-mean, their running mean')
    .addOption(new Option('--save-mean <file>', 'where to write the running mean of --ema, so that --save writes the weights themselves').conflicts('best'))
    .option('--eval <n>', 'evaluate on the first N test pictures at the end, or on all', pictures)
    .addOption(
      new Option('--tta <n>', 'evaluate on the mean over views: 1 with the mirror image, 2 also shifted by a pixel').argParser(testTimeLevel).default(0),
    )
    .option('--validate-every <n>', 'validate after every N steps; 0 for never', wholeNumber(0), 0)
    .option('--validation-pictures <n>', 'how many test pictures a validation takes, the first ones', wholeNumber(1), 500)
    .option('--patience <n>', 'end the run once N validations in a row were no better than the best before; 0 for never', wholeNumber(0), 0)
    .option('--best', 'evaluate and save the weights of the best validation, not the last ones', false)
    .addOption(new Option('--precision <name>', 'what tensors and weights are stored in').choices(precisions).default('f32'))
    .option('--adapter <name>', "part of the adapter's name")
    .option('--repeatable', 'run every operator the usual way and measure no faster one: the same seed on the same adapter repeats bit for bit', false)
    .option('--no-repeatable', 'measure which ways are fastest and go over to them')
    .addOption(new Option('--no-tune', 'the old name of --repeatable').implies({ repeatable: true }))
    .option('--no-check', "do not compare the run's operators with plain arithmetic before they train")
    .option('--profile', 'measure the operators of a training step at the end', false)
    .addOption(
      new Option('--sweep <option=values>', 'a run for each of several values, as in lr=0.003,0.01; a second one for each pair of values')
        .argParser((text: string, before: readonly string[]) => [...before, text])
        .default([], 'none')
        .conflicts(['save', 'saveMean', 'profile']),
    )
    .option('--json', 'one JSON object a line and nothing else on standard output', false);
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

/** The settings of a schedule and of an optimiser have no default before it is known which it is. */
type GivenOptions = Omit<TrainOptions, 'augment' | keyof ScheduleShape | keyof OptimiserSettings> &
  Partial<ScheduleShape & OptimiserSettings> &
  AugmentationWords;

const shapeOptions: readonly (readonly [keyof ScheduleShape, string])[] = [
  ['warmup', '--warmup'],
  ['startFactor', '--start-factor'],
  ['endFactor', '--end-factor'],
  ['decayFactor', '--decay-factor'],
  ['decayEvery', '--decay-every'],
];

/** A recipe by the names of the options; those that were given are left out. */
function optionsOf(recipe: Recipe, isGiven: (option: string) => boolean): Partial<TrainOptions> {
  const { batchSize, learningRate, testTimeAugmentation, flip, shift, shiftPadding, cutout, brightness, contrast, mixup, ...alike } = recipe;
  const augment = { flip, shift, shiftPadding, cutout, brightness, contrast, mixup };
  const brought = { batch: batchSize, lr: learningRate, tta: testTimeAugmentation, augment, ...alike };
  const replaced = [
    ...(['augment', ...Object.keys(augment)].some(isGiven) ? ['augment'] : []),
    // Another optimiser comes with settings of its own.
    ...(isGiven('optimizer') ? Object.keys(optimiserDefaults(recipe.optimizer)) : []),
  ];
  return Object.fromEntries(Object.entries(brought).filter(([option]) => !isGiven(option) && !replaced.includes(option)));
}

/**
 * The train command's options; undefined when the help was asked for.
 * @param training how the model wants to be trained: the defaults, where it says so.
 * @throws UsageError
 */
export function parseOptions(words: readonly string[], training?: Recipe): TrainOptions | undefined {
  const program = trainCommand();
  const given = parseWords<GivenOptions>(program, words);
  if (!given) return undefined;
  if (given.trainFiles && given.data === 'shapes') throw new UsageError('--train-files needs a folder or an archive given by --data');
  const validated = given.patience > 0 ? '--patience' : given.best ? '--best' : undefined;
  if (validated && given.validateEvery === 0) throw new UsageError(`${validated} needs --validate-every`);
  const isGiven = (option: string) => ['cli', 'implied'].includes(program.getOptionValueSource(option) ?? '');
  const brought = training ? optionsOf(training, isGiven) : {};
  const schedule = brought.schedule ?? given.schedule;
  const unused = shapeOptions.find(([name]) => given[name] !== undefined && !usesShape(schedule, name));
  if (unused) throw new UsageError(`${unused[1]} means nothing to the schedule ${schedule}`);
  const { saveMean, save, ema } = { ...given, ...brought };
  if (saveMean !== undefined && ema === 0) throw new UsageError('--save-mean needs --ema: without it there is no running mean');
  if (saveMean !== undefined && save !== undefined && resolve(saveMean) === resolve(save))
    throw new UsageError(`--save-mean: ${saveMean} is the file that --save writes`);
  return { ...shapeDefaults, ...optimiserDefaults(given.optimizer), ...given, augment: augmentationOf(given), ...brought };
}
