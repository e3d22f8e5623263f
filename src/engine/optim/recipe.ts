import type { Augmentation } from '../augmentation';
import type { TestTimeLevel } from '../testTime';
import type { OptimiserName, OptimiserSettings } from './optimisers';
import type { RateSettings } from './schedule';

/** All that decides how a network is trained, but for its seed and what is measured on the way: a preset may bring it. */
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
  /** What a validation takes the mean of. */
  readonly testTimeAugmentation: TestTimeLevel;
}
