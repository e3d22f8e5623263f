import type { OptimiserName } from './optimisers';

/** What a plan must know of the update; its numbers come with every step. */
export interface UpdateOptions {
  readonly optimiser: OptimiserName;
  /** Gradients are gathered before the update, to be clipped or to add up over several batches. */
  readonly gathers?: boolean;
  /** A running mean of the weights is kept. */
  readonly averages?: boolean;
}

export const PLAIN_SGD: UpdateOptions = { optimiser: 'sgd' };

/** What a run's settings ask of its plan. */
export function updateOptions(settings: {
  readonly optimizer: OptimiserName;
  readonly clipNorm: number;
  readonly accumulate: number;
  readonly ema: number;
}): UpdateOptions {
  const { optimizer: optimiser, clipNorm, accumulate, ema } = settings;
  return { optimiser, gathers: clipNorm > 0 || accumulate > 1, averages: ema > 0 };
}
