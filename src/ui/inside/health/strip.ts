import { BINS, binOf, edgeOf, relaid, type Distribution } from '../../../engine/metrics/statistics';
import type { HealthReport } from '../../../state/health';

/** What of a layer a strip shows. */
export type StripKind = 'activations' | 'weights' | 'gradients';
export const stripKinds: readonly StripKind[] = ['activations', 'weights', 'gradients'];

/** The histograms of a layer over the steps, on one range of values. */
export interface Strip {
  /** A tenth of the looks at most reach further: a wild beginning must not flatten all that follows. */
  readonly limit: number;
  /** Whether the shares of a look are not known exactly on this range. */
  readonly isRough: readonly boolean[];
  /** Of each look: shares from the lowest bin; none where there was nothing to describe. */
  readonly columns: readonly (Float32Array | undefined)[];
  /** The largest share of them all. */
  readonly most: number;
}

/** @returns undefined where no look has such values of the layer. */
export function stripOf(looks: readonly HealthReport[], path: string, kind: StripKind): Strip | undefined {
  const found = looks.map(({ layers }) => layers.find((layer) => layer.path === path)?.[kind]);
  const limits = found.flatMap((distribution) => distribution?.limit ?? []).toSorted((a, b) => a - b);
  const limit = limits[Math.ceil(0.9 * (limits.length - 1))];
  if (limit === undefined) return undefined;
  const columns = found.map((distribution) => distribution && relaidOnce(distribution, limit));
  const isRough = found.map((distribution) => distribution !== undefined && distribution.limit > limit);
  return { limit, isRough, columns, most: Math.max(...columns.map((shares) => (shares ? Math.max(...shares) : 0))) };
}

/** Each look is drawn again with every one that follows: what was laid out is kept. */
const known = new WeakMap<Distribution, { readonly limit: number; readonly shares: Float32Array }>();

function relaidOnce(distribution: Distribution, limit: number): Float32Array {
  const before = known.get(distribution);
  if (before?.limit === limit) return before.shares;
  const shares = relaid(distribution, limit);
  known.set(distribution, { limit, shares });
  return shares;
}

/** Which look holds at a share of the way from the first step to the last: the latest that was made by then. */
export function lookAt(looks: readonly HealthReport[], share: number): number {
  const [first, last] = [looks[0]?.step ?? 0, looks.at(-1)?.step ?? 0];
  const step = first + share * (last - first);
  return Math.max(
    0,
    looks.findLastIndex((look) => look.step <= step),
  );
}

/** The range of values of a bin. */
export function rangeOf(bin: number, limit: number): readonly [from: number, to: number] {
  return [edgeOf(bin, limit), edgeOf(bin + 1, limit)];
}

/** The outline of a histogram as an SVG path: values from bottom to top, shares from left to right. */
export function outlineOf(shares: Float32Array, width: number, height: number): string {
  const most = Math.max(...shares);
  const points = Array.from(shares, (share, bin) => {
    const x = most > 0 ? (share / most) * width : 0;
    const [bottom, top] = [height * (1 - bin / BINS), height * (1 - (bin + 1) / BINS)];
    return `L${x.toFixed(1)} ${bottom.toFixed(1)}L${x.toFixed(1)} ${top.toFixed(1)}`;
  });
  return `M0 ${height}${points.join('')}L0 0Z`;
}

/** The bin with the most values, and that of zero where there is nothing. */
export function fullestBin(shares: Float32Array | undefined): number {
  return shares ? shares.indexOf(Math.max(...shares)) : binOf(0, 1);
}
