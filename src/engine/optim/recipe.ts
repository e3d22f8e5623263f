import { flips, LARGEST_CUTOUT, LARGEST_SHIFT, noAugmentation, shiftPaddings, type Augmentation } from '../pictures/augmentation';
import { testTimeLevels, type TestTimeLevel } from '../pictures/testTime';
import { slowShareAt } from './lookahead';
import { optimiserDefaults, optimiserNames, type OptimiserName, type OptimiserSettings } from './optimisers';
import { rateAt, schedules, shapeDefaults, type RateSettings, type RunLength } from './schedule';

/** All that decides how a network is trained, but for its seed and what is measured on the way: a preset or a model file may bring it. */
export interface Recipe extends RateSettings, OptimiserSettings, Augmentation {
  readonly batchSize: number;
  readonly epochs: number;
  /** Batches that make one step. */
  readonly accumulate: number;
  readonly optimizer: OptimiserName;
  /** As PyTorch's optimisers do: added to the gradient, or taken from the weight by itself (AdamW, Lion, Muon). */
  readonly weightDecay: number;
  /** No weight decay for biases and norms. */
  readonly spareNorms: boolean;
  /** What the learning rate of the shifts of normalisations is multiplied by, and their weight decay divided. */
  readonly shiftRate: number;
  /** The longest that all gradients may be together; 0 for any. */
  readonly clipNorm: number;
  readonly labelSmoothing: number;
  /** Share of the past in the running mean of the weights, by which is validated; 0 for none. */
  readonly ema: number;
  /** Every few steps the weights go back towards slow ones: see `slowShareAt`. */
  readonly lookahead: boolean;
  /** Every operator runs the usual way, and none is measured: the same seed on the same adapter repeats a run bit for bit. */
  readonly repeatable: boolean;
  /** What a validation takes the mean of. */
  readonly testTimeAugmentation: TestTimeLevel;
}

/** What a number may be. */
export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
}

/** What a setting may be. */
export type Limits<T> =
  ({ readonly kind: 'number' } & NumberLimits) | { readonly kind: 'choice'; readonly choices: readonly T[] } | { readonly kind: 'switch' };

export const recipeLimits = {
  batchSize: { kind: 'number', min: 1, max: 4096, integer: true },
  epochs: { kind: 'number', min: 1, max: 10_000, integer: true },
  accumulate: { kind: 'number', min: 1, max: 256, integer: true },
  optimizer: { kind: 'choice', choices: optimiserNames },
  learningRate: { kind: 'number', min: 0, max: 100 },
  schedule: { kind: 'choice', choices: schedules },
  warmup: { kind: 'number', min: 0, max: 1 },
  startFactor: { kind: 'number', min: 0, max: 1 },
  endFactor: { kind: 'number', min: 0, max: 1 },
  decayFactor: { kind: 'number', min: 0, max: 1 },
  decayEvery: { kind: 'number', min: 0.01, max: 10_000 },
  momentum: { kind: 'number', min: 0, max: 0.9999 },
  nesterov: { kind: 'switch' },
  beta1: { kind: 'number', min: 0, max: 0.9999 },
  beta2: { kind: 'number', min: 0, max: 0.99999 },
  epsilon: { kind: 'number', min: 1e-12, max: 1 },
  weightDecay: { kind: 'number', min: 0, max: 10 },
  spareNorms: { kind: 'switch' },
  shiftRate: { kind: 'number', min: 0.001, max: 1000 },
  clipNorm: { kind: 'number', min: 0, max: 1e6 },
  labelSmoothing: { kind: 'number', min: 0, max: 0.99 },
  ema: { kind: 'number', min: 0, max: 0.99999 },
  lookahead: { kind: 'switch' },
  repeatable: { kind: 'switch' },
  flip: { kind: 'choice', choices: flips },
  shift: { kind: 'number', min: 0, max: LARGEST_SHIFT, integer: true },
  shiftPadding: { kind: 'choice', choices: shiftPaddings },
  cutout: { kind: 'number', min: 0, max: LARGEST_CUTOUT, integer: true },
  brightness: { kind: 'number', min: 0, max: 1 },
  contrast: { kind: 'number', min: 0, max: 1 },
  mixup: { kind: 'number', min: 0, max: 100 },
  testTimeAugmentation: { kind: 'choice', choices: testTimeLevels },
} as const satisfies { readonly [Name in keyof Recipe]: Limits<Recipe[Name]> };

export const recipeNames = Object.keys(recipeLimits) as readonly (keyof Recipe)[];

export const recipeDefaults: Recipe = {
  ...{ batchSize: 64, epochs: 10, accumulate: 1 },
  ...{ optimizer: 'sgd', learningRate: 0.01, schedule: 'constant', ...shapeDefaults, ...optimiserDefaults('sgd') },
  ...{ weightDecay: 0, spareNorms: false, shiftRate: 1, clipNorm: 0, labelSmoothing: 0, ema: 0, lookahead: false, repeatable: false },
  ...{ ...noAugmentation, testTimeAugmentation: 0 },
};

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

/**
 * A recipe as an update goes by it: the rate of its step, and how far the slow weights go.
 * @param step from 1 to `length.steps`.
 */
export function settingsAt<Settings extends RateSettings & Pick<Recipe, 'lookahead'>>(settings: Settings, length: RunLength, step: number) {
  const slowShare = settings.lookahead ? slowShareAt(step, length.steps) : undefined;
  return { ...settings, learningRate: rateAt(settings, length, step), slowShare };
}
