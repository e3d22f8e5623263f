import type { Change } from './augmentation';

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

/** The weighted mean of the logits over several views: [picture][class]. */
export function meanLogits(seen: readonly SeenView[]): Float32Array {
  const [first] = seen;
  return Float32Array.from(first?.logits ?? [], (_, at) => seen.reduce((sum, { logits, weight }) => sum + weight * (logits[at] ?? NaN), 0));
}
