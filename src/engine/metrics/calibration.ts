import type { Guess, Predicted } from './evaluation';
import { logProbability, softmax } from './softmax';

/** The pictures whose likeliest class has a probability within (from, to]. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly pictures: number;
  /** Mean probability of the class that they were taken for; undefined without pictures. */
  readonly confidence: number | undefined;
  /** Share of them that were taken for their own class; undefined without pictures. */
  readonly accuracy: number | undefined;
}

/** Bins of equal width over the probabilities from 0 to 1 (Guo et al., arXiv 1706.04599). */
export function reliability(found: readonly Guess[], bins = 10): ReliabilityBin[] {
  return Array.from({ length: bins }, (_, bin) => {
    const [from, to] = [bin / bins, (bin + 1) / bins];
    const inside = found.filter(({ probability }) => (probability > from || bin === 0) && (probability <= to || bin === bins - 1));
    const count = inside.length;
    const mean = (of: (guess: Guess) => number) => (count > 0 ? inside.reduce((sum, guess) => sum + of(guess), 0) / count : undefined);
    const accuracy = mean(({ label, taken }) => Number(label === taken));
    return { from, to, pictures: count, confidence: mean(({ probability }) => probability), accuracy };
  });
}

/** Expected calibration error: Σ (pictures of the bin / all pictures) · |accuracy − confidence| (arXiv 1706.04599, equation 3). */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const all = bins.reduce((sum, { pictures }) => sum + pictures, 0);
  return bins.reduce((sum, { pictures, confidence = 0, accuracy = 0 }) => sum + (pictures / Math.max(all, 1)) * Math.abs(accuracy - confidence), 0);
}

/** Mean of −log p over the pictures, of the probability p of the true class. */
export function crossEntropy({ labels, logits, classes }: Predicted): number {
  return mean(labels, (label, index) => -logProbability(logits.subarray(index * classes, (index + 1) * classes), label));
}

/** Brier score: mean over the pictures of Σ (p − y)² over the classes, y being 1 at the true class (Brier, 1950). From 0 to 2. */
export function brierScore({ labels, logits, classes }: Predicted): number {
  const probabilities = softmax(logits, classes);
  return mean(labels, (label, index) =>
    probabilities.subarray(index * classes, (index + 1) * classes).reduce((sum, probability, other) => sum + (probability - Number(other === label)) ** 2, 0),
  );
}

function mean(labels: Uint8Array, of: (label: number, index: number) => number): number {
  let sum = 0;
  for (const [index, label] of labels.entries()) sum += of(label, index);
  return sum / Math.max(labels.length, 1);
}
