import { brierScore, crossEntropy, expectedCalibrationError, reliability, type ReliabilityBin } from '../engine/metrics/calibration';
import {
  accuracyOf,
  classFigures,
  confusionMatrix,
  guesses,
  topAccuracy,
  type ClassFigures,
  type ConfusionMatrix,
  type Guess,
  type Predicted,
} from '../engine/metrics/evaluation';

/** How many likeliest classes the true one may be among. */
export const TOP = [2, 3, 5] as const;

/** All that is shown of an evaluation. */
export interface EvaluationFigures {
  readonly guesses: readonly Guess[];
  readonly matrix: ConfusionMatrix;
  readonly accuracy: number;
  readonly classes: readonly ClassFigures[];
  /** In the order of `TOP`. */
  readonly top: readonly number[];
  readonly loss: number;
  readonly brier: number;
  readonly bins: readonly ReliabilityBin[];
  readonly calibrationError: number;
}

export function figuresOf(predicted: Predicted): EvaluationFigures {
  const found = guesses(predicted);
  const matrix = confusionMatrix(found, predicted.classes);
  const bins = reliability(found);
  return {
    guesses: found,
    matrix,
    accuracy: accuracyOf(matrix),
    classes: classFigures(matrix),
    top: TOP.map((k) => topAccuracy(predicted, k)),
    loss: crossEntropy(predicted),
    brier: brierScore(predicted),
    bins,
    calibrationError: expectedCalibrationError(bins),
  };
}
