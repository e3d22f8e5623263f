import { kernelOffset, type KernelView } from '../../../engine/explain/kernelViews';
import type { KernelSnapshot } from '../../../state/kernels';
import { largestMagnitude, type Colour } from '../../controls/signedScale';

/** What the kernels of a layer are drawn by. */
export type KernelMode = 'colours' | 'weights' | 'change';
/** What stays the same over the kernels that are shown together. */
export type Along = 'channel' | 'filter';

export interface KernelChoice {
  readonly mode: KernelMode;
  readonly along: Along;
  /** The channel or the filter, from 0. */
  readonly index: number;
  /** Of the layer's output, row by row, where each has kernels of its own. */
  readonly position: number;
}

/** A kernel that is drawn; without a channel all three of them, as colours. */
export interface Tile {
  readonly filter: number;
  readonly channel: number | undefined;
}

const countTo = (count: number) => Array.from({ length: count }, (_, at) => at);

export function tilesOf({ filters, channels }: KernelView, { mode, along, index }: KernelChoice): readonly Tile[] {
  if (mode === 'colours') return countTo(filters).map((filter) => ({ filter, channel: undefined }));
  if (along === 'channel') return countTo(filters).map((filter) => ({ filter, channel: index }));
  return countTo(channels).map((channel) => ({ filter: index, channel }));
}

/** The values of a kernel, of all channels one after another where there is none chosen. */
export function valuesOf(view: KernelView, weights: Float32Array, { filter, channel }: Tile, position: number): Float32Array {
  const from = kernelOffset(view, { filter, channel: channel ?? 0, position });
  return weights.subarray(from, from + (channel === undefined ? view.channels : 1) * view.rows * view.columns);
}

export function difference(values: Float32Array, start: Float32Array): Float32Array {
  return values.map((value, at) => value - (start[at] ?? 0));
}

/** Snapshots never change, and there may be many: each is searched once. */
const magnitudes = new WeakMap<Float32Array, number>();
const changes = new WeakMap<Float32Array, number>();

function once(cache: WeakMap<Float32Array, number>, weights: Float32Array, find: () => number): number {
  const found = cache.get(weights) ?? find();
  cache.set(weights, found);
  return found;
}

/** The largest weight of all snapshots of a layer, or the largest change since the first: one scale for all of them. */
export function limitOf(snapshots: readonly KernelSnapshot[], mode: KernelMode): number {
  const start = snapshots[0]?.weights ?? new Float32Array();
  return snapshots.reduce((limit, { weights }) => {
    const largest =
      mode === 'change'
        ? once(changes, weights, () => largestMagnitude(difference(weights, start)))
        : once(magnitudes, weights, () => largestMagnitude(weights));
    return Math.max(limit, largest);
  }, 0);
}

/** Weights of red, green and blue as a colour: mid-grey is zero, black and white are the limit. */
export function blend(weights: readonly [number, number, number], limit: number): Colour {
  const level = (weight: number) => Math.round(127.5 + (limit > 0 ? Math.max(-1, Math.min(1, weight / limit)) : 0) * 127.5);
  return [level(weights[0]), level(weights[1]), level(weights[2])];
}
