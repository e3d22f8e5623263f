import type { Change, Mixing } from '../pictures/augmentation';
import { stepStruct } from '../kernels/shared';
import { stepOf, type Hyperparameters } from '../runtime/batch';

/** What operators are told of the step in a trial: all that a step can ask for at once. */
export interface TrialStep {
  /** Pictures in the batch, which is not full where it has more than two. */
  readonly pictures: number;
  /** Pictures of the update. */
  readonly total: number;
  readonly seed: number;
  readonly update: number;
  readonly mixing: Mixing;
  readonly settings: Required<Hyperparameters>;
  /** As the device reads it. */
  readonly words: Uint32Array<ArrayBuffer>;
}

const SETTINGS: Required<Hyperparameters> = {
  ...{ learningRate: 0.1, weightDecay: 0.01, spareNorms: true, clipNorm: 2, ema: 0.75, shiftRate: 4, slowShare: 0.3 },
  ...{ labelSmoothing: 0.1, momentum: 0.9, nesterov: true, beta1: 0.9, beta2: 0.99, epsilon: 1e-6 },
};
const [SEED, UPDATE] = [7, 3];

export function trialStep(batch: number): TrialStep {
  const pictures = batch > 2 ? batch - 1 : batch;
  const mixing = pictures > 1 ? { partner: 1, share: 0.3 } : { partner: 0, share: 0 };
  const total = pictures + 3;
  const words = stepStruct.packed([stepOf(pictures, { settings: SETTINGS, seed: SEED, update: UPDATE, total, accumulating: true }, mixing)]);
  return { pictures, total, seed: SEED, update: UPDATE, mixing, settings: SETTINGS, words };
}

/** What is done to the pictures of a trial, over and over: every kind of change, by itself and with others. */
export const TRIAL_CHANGES: readonly Change[] = [
  {},
  { flip: true, brightness: 1.3 },
  { flip: true, shift: { row: -1, column: 2, padding: 'zero' }, contrast: 0.6 },
  { shift: { row: 2, column: -3, padding: 'reflect' }, cutout: { row: 5, column: 0, size: 5 } },
];
