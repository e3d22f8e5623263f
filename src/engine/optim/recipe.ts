import type { Augmentation } from '../pictures/augmentation';
import type { TestTimeLevel } from '../pictures/testTime';
import type { Precision } from '../precision';
import { slowShareAt } from './lookahead';
import type { OptimiserName, OptimiserSettings } from './optimisers';
import { rateAt, type RateSettings, type RunLength } from './schedule';

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

/** What a run has beside its recipe. */
export interface RunSettings {
  readonly seed: number;
  readonly precision: Precision;
  /** Steps between validations; 0 for never. */
  readonly validateEvery: number;
  /** Pictures of the fixed validation split (the first of the test set). */
  readonly validationPictures: number;
  /** Validations without a better one after which the run ends; 0 for never. */
  readonly patience: number;
}

/** Every setting of training; `settings` says what each may be. */
export interface TrainingSettings extends Recipe, RunSettings {}

/**
 * A recipe as an update goes by it: the rate of its step, and how far the slow weights go.
 * @param step from 1 to `length.steps`.
 */
export function settingsAt<Settings extends RateSettings & Pick<Recipe, 'lookahead'>>(settings: Settings, length: RunLength, step: number) {
  const slowShare = settings.lookahead ? slowShareAt(step, length.steps) : undefined;
  return { ...settings, learningRate: rateAt(settings, length, step), slowShare };
}
