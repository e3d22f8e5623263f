import { flips, noAugmentation, shiftPaddings } from '../pictures/augmentation';
import { precisions } from '../precision';
import { testTimeLevels } from '../pictures/testTime';
import { optimiserDefaults, optimiserNames, usesSetting, type OptimiserSettings } from './optimisers';
import type { Recipe, RunSettings, TrainingSettings } from './recipe';
import { schedules, shapeDefaults, usesShape, type ScheduleShape } from './schedule';

/** What a number may be. */
export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
}

/** What a setting may be. */
export type Limits<T> =
  ({ readonly kind: 'number' } & NumberLimits) | { readonly kind: 'choice'; readonly choices: readonly T[] } | { readonly kind: 'switch' };

/** A setting of training: all that holds of it wherever it is set. Form and command line have words of their own for it. */
export type Setting<T> = Limits<T> & {
  /** What it is where nobody says, with SGD. */
  readonly default: T;
  /** Its option on the command line; a switch has one with `no-` too. */
  readonly option: `--${string}`;
  /** Acts on the run as it trains; all others wait for the next run. */
  readonly live?: boolean;
  /** Whether these settings use it (always). */
  readonly isUsed?: (values: TrainingSettings) => boolean;
};

const number = (min: number, max: number) => ({ kind: 'number', min, max }) as const;
const whole = (min: number, max: number) => ({ kind: 'number', min, max, integer: true }) as const;
const oneOf = <const T>(choices: readonly T[]) => ({ kind: 'choice', choices }) as const;
const onOff = { kind: 'switch' } as const;

/** Where numbers end that have no end by themselves: the least above 0, whole ones, and the last power of ten in single precision. */
const [LEAST, MOST, HUGE] = [1e-6, 1_000_000, 1e38];
/** The largest share of the past, or of all classes: with 1, nothing new would come in. */
const NEARLY_ALL = 0.999_999;

/** One that only some optimisers use, which bring defaults of their own. */
const ofOptimiser = <Name extends keyof OptimiserSettings>(name: Name) => ({
  default: optimiserDefaults('sgd')[name],
  isUsed: ({ optimizer }: TrainingSettings) => usesSetting(optimizer, name),
});

/** One that bends some of the schedules. */
const ofSchedule = (name: keyof ScheduleShape) =>
  ({ default: shapeDefaults[name], live: true, isUsed: ({ schedule }: TrainingSettings) => usesShape(schedule, name) }) as const;

const ofAugmentation = <Name extends keyof typeof noAugmentation>(name: Name) => ({ default: noAugmentation[name], live: true }) as const;
const whereValidated = { isUsed: ({ validateEvery }: TrainingSettings) => validateEvery > 0 };

/** Those that a preset or a model file may bring, by their names there. */
export const recipeSettings = {
  batchSize: { ...whole(1, 65_536), option: '--batch', default: 64 },
  epochs: { ...whole(1, MOST), option: '--epochs', default: 10 },
  accumulate: { ...whole(1, 4096), option: '--accumulate', default: 1 },
  optimizer: { ...oneOf(optimiserNames), option: '--optimizer', default: 'sgd' },
  learningRate: { ...number(0, HUGE), option: '--lr', default: 0.01, live: true },
  schedule: { ...oneOf(schedules), option: '--schedule', default: 'constant', live: true },
  warmup: { ...number(0, 1), option: '--warmup', ...ofSchedule('warmup') },
  startFactor: { ...number(0, 1), option: '--start-factor', ...ofSchedule('startFactor') },
  endFactor: { ...number(0, 1), option: '--end-factor', ...ofSchedule('endFactor') },
  decayFactor: { ...number(0, 1), option: '--decay-factor', ...ofSchedule('decayFactor') },
  decayEvery: { ...number(LEAST, HUGE), option: '--decay-every', ...ofSchedule('decayEvery') },
  momentum: { ...number(0, NEARLY_ALL), option: '--momentum', ...ofOptimiser('momentum') },
  nesterov: { ...onOff, option: '--nesterov', ...ofOptimiser('nesterov') },
  beta1: { ...number(0, NEARLY_ALL), option: '--beta1', ...ofOptimiser('beta1') },
  beta2: { ...number(0, NEARLY_ALL), option: '--beta2', ...ofOptimiser('beta2') },
  epsilon: { ...number(1e-12, HUGE), option: '--epsilon', ...ofOptimiser('epsilon') },
  weightDecay: { ...number(0, HUGE), option: '--weight-decay', default: 0, live: true },
  spareNorms: { ...onOff, option: '--spare-norms', default: false, isUsed: ({ weightDecay }) => weightDecay > 0 },
  shiftRate: { ...number(LEAST, 1000), option: '--shift-rate', default: 1 },
  clipNorm: { ...number(0, HUGE), option: '--clip-norm', default: 0 },
  labelSmoothing: { ...number(0, NEARLY_ALL), option: '--label-smoothing', default: 0 },
  ema: { ...number(0, NEARLY_ALL), option: '--ema', default: 0 },
  lookahead: { ...onOff, option: '--lookahead', default: false },
  repeatable: { ...onOff, option: '--repeatable', default: false },
  flip: { ...oneOf(flips), option: '--flip', ...ofAugmentation('flip') },
  shift: { ...whole(0, 8), option: '--shift', ...ofAugmentation('shift') },
  shiftPadding: { ...oneOf(shiftPaddings), option: '--shift-padding', ...ofAugmentation('shiftPadding'), isUsed: ({ shift }) => shift > 0 },
  cutout: { ...whole(0, 32), option: '--cutout', ...ofAugmentation('cutout') },
  brightness: { ...number(0, 1), option: '--brightness', ...ofAugmentation('brightness') },
  contrast: { ...number(0, 1), option: '--contrast', ...ofAugmentation('contrast') },
  mixup: { ...number(0, HUGE), option: '--mixup', ...ofAugmentation('mixup') },
  testTimeAugmentation: { ...oneOf(testTimeLevels), option: '--tta', default: 0, ...whereValidated },
} as const satisfies { readonly [Name in keyof Recipe]: Setting<Recipe[Name]> };

/** Those of a run, which no file brings. */
export const runSettings = {
  seed: { ...whole(0, 2 ** 32 - 1), option: '--seed', default: 1 },
  precision: { ...oneOf(precisions), option: '--precision', default: 'f32' },
  validateEvery: { ...whole(0, MOST), option: '--validate-every', default: 50 },
  validationPictures: { ...whole(1, MOST), option: '--validation-pictures', default: 500, ...whereValidated },
  patience: { ...whole(0, MOST), option: '--patience', default: 0, ...whereValidated },
} as const satisfies { readonly [Name in keyof RunSettings]: Setting<RunSettings[Name]> };

/** Every setting of training. */
export const settings = { ...recipeSettings, ...runSettings };

export type SettingName = keyof typeof settings;

type Table = typeof settings;
/** Those that a run follows as it trains. */
export type LiveName = { [Name in SettingName]: Table[Name] extends { readonly live: true } ? Name : never }[SettingName];
/** Those that are a number. */
export type NumberName = { [Name in SettingName]: Table[Name] extends { readonly kind: 'number' } ? Name : never }[SettingName];

/** The same table for who goes through it: of each setting what holds of any. */
export const settingOf = (name: SettingName): Setting<unknown> => settings[name];

export const settingNames = Object.keys(settings) as readonly SettingName[];
export const recipeNames = Object.keys(recipeSettings) as readonly (keyof Recipe)[];

const defaultsOf = (names: readonly SettingName[]) => Object.fromEntries(names.map((name) => [name, settings[name].default]));

export const recipeDefaults = defaultsOf(recipeNames) as unknown as Recipe;
export const settingDefaults = defaultsOf(settingNames) as unknown as TrainingSettings;

export function isWithin(limits: Limits<unknown>, value: unknown): boolean {
  switch (limits.kind) {
    case 'number':
      return typeof value === 'number' && value >= limits.min && value <= limits.max && (!limits.integer || Number.isInteger(value));
    case 'choice':
      return limits.choices.includes(value);
    case 'switch':
      return typeof value === 'boolean';
  }
}

/** What a recipe has otherwise than is usual with its optimiser, and the optimiser: what a file needs to say of it. */
export function changesOf(recipe: Recipe): Partial<Recipe> {
  const usual = { ...recipeDefaults, ...optimiserDefaults(recipe.optimizer) };
  const changed = recipeNames.filter((name) => recipe[name] !== usual[name]);
  return Object.fromEntries(changed.map((name) => [name, recipe[name]]));
}

/** The recipe of which these are the changes. */
export function recipeWith(changes: Partial<Recipe>): Recipe {
  return { ...recipeDefaults, ...optimiserDefaults(changes.optimizer ?? recipeDefaults.optimizer), ...changes };
}
