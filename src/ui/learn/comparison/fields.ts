import type { ComparisonLength } from '../../../state/comparison';
import { integerOf, type ChapterState, type StateField } from '../chapters/types';
import { FEWEST_STEPS } from './findings';

/** Limits of what the reader decides, and what the arrow keys add. */
export const limits = {
  steps: { min: FEWEST_STEPS, max: 500, step: 10 },
  batch: { min: 1, max: 128, step: 8 },
  seed: { min: 0, max: 9999, step: 1 },
} as const;

/** A minute or two on a CPU that plays the GPU. */
const defaults: ComparisonLength = { steps: 300, batch: 16, seed: 1 };

/** The fields of a chapter with a comparison. */
export const lengthFields: readonly StateField[] = (['steps', 'batch', 'seed'] as const).map((name) => ({
  kind: 'integer',
  name,
  min: limits[name].min,
  max: limits[name].max,
  default: defaults[name],
}));

export function lengthOf(state: ChapterState): ComparisonLength {
  return { steps: integerOf(state, 'steps'), batch: integerOf(state, 'batch'), seed: integerOf(state, 'seed') };
}
