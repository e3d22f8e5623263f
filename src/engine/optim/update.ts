import type { OptimiserName } from './optimisers';
import type { Recipe } from './recipe';

/** What a plan must know of the update; its numbers come with every step. */
export interface UpdateOptions {
  readonly optimiser: OptimiserName;
  /** Gradients are gathered before the update, to be clipped or to add up over several batches. */
  readonly gathers?: boolean;
  /** A running mean of the weights is kept. */
  readonly averages?: boolean;
  /** Slow weights are kept, to which the weights go back every few steps. */
  readonly looksAhead?: boolean;
}

export const PLAIN_SGD: UpdateOptions = { optimiser: 'sgd' };

/** What a run's settings ask of its plan. */
export function updateOptions(settings: Pick<Recipe, 'optimizer' | 'clipNorm' | 'accumulate' | 'ema' | 'lookahead'>): UpdateOptions {
  const { optimizer: optimiser, clipNorm, accumulate, ema, lookahead: looksAhead } = settings;
  return { optimiser, gathers: clipNorm > 0 || accumulate > 1, averages: ema > 0, looksAhead };
}
