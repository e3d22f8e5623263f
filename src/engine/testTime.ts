import type { Change } from './augmentation';
import type { Metrics } from './runtime/trainer';
import { indexOfLargest, softmax } from './softmax';

/**
 * Test-time augmentation: 0 looks at a picture as it is; 1 takes the mean of the logits of the picture and its mirror
 * image; 2 of that mean and the same of the picture moved by one pixel up and left, and down and right, with reflection
 * (Jordan, arXiv 2404.00498, `tta_level` of airbench94).
 */
export const testTimeLevels = [0, 1, 2] as const;
export type TestTimeLevel = (typeof testTimeLevels)[number];

/** One look at a picture, and its share of the mean. */
interface View {
  readonly change: Change;
  readonly weight: number;
}

const bothWays = (change: Change, weight: number): View[] => [false, true].map((flip) => ({ change: { ...change, flip }, weight: weight / 2 }));
const moved = (pixels: number): Change => ({ shift: { row: pixels, column: pixels, padding: 'reflect' } });

/** What the logits are averaged over; the weights add up to 1. */
export const testTimeViews: Readonly<Record<TestTimeLevel, readonly View[]>> = {
  0: [{ change: {}, weight: 1 }],
  1: bothWays({}, 1),
  2: [...bothWays({}, 1 / 2), ...bothWays(moved(-1), 1 / 4), ...bothWays(moved(1), 1 / 4)],
};

/** What a view has given, and its share of the mean. */
export interface SeenView {
  /** [picture][class] */
  readonly logits: Float32Array;
  readonly weight: number;
}

/** The weighted mean of the logits of one picture over several views. */
function meanLogits(seen: readonly SeenView[], slot: number, classes: number): number[] {
  return Array.from({ length: classes }, (_, k) => seen.reduce((sum, { logits, weight }) => sum + weight * (logits[slot * classes + k] ?? NaN), 0));
}

/** Mean loss and accuracy of the weighted mean of the logits of several views. */
export function metricsOfViews(seen: readonly SeenView[], labels: readonly number[], classes: number): Metrics {
  let loss = 0;
  let correct = 0;
  for (const [slot, label] of labels.entries()) {
    const mean = meanLogits(seen, slot, classes);
    const largest = Math.max(...mean);
    const total = mean.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
    loss += Math.log(total) + largest - (mean[label] ?? NaN);
    if (indexOfLargest(mean) === label) correct++;
  }
  const pictures = labels.length;
  return { pictures, loss: loss / pictures, accuracy: correct / pictures, finite: Number.isFinite(loss) };
}

/** Probabilities, the softmax of the weighted mean of the logits of several views: [picture][class]. */
export function probabilitiesOfViews(seen: readonly SeenView[], classes: number): Float32Array {
  const pictures = (seen[0]?.logits.length ?? 0) / classes;
  const means = Array.from({ length: pictures }, (_, slot) => meanLogits(seen, slot, classes));
  return softmax(Float32Array.from(means.flat()), classes);
}
