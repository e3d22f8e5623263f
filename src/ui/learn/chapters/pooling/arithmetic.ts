import { convolution, pooling, slidingOf } from '../../../../engine/check/reference';
import { scalarFunction } from '../../../../engine/check/scalarFunctions';
import { buildProbeGraph, type GraphNode } from '../../../../engine/graph/graph';
import { model, type LayerSpec } from '../../../../engine/graph/spec';
import { volume, type Shape } from '../../../../engine/shape';
import { PICTURE_CHANNELS, PICTURE_SIDE } from '../../../../data/types';

/** Kernels of 3×3, row by row; the feature map takes each for red, green and blue alike. */
export const KERNELS = {
  vertical: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  horizontal: [-1, -2, -1, 0, 0, 0, 1, 2, 1],
  spots: [-1, -1, -1, -1, 8, -1, -1, -1, -1],
  brightness: [0, 0, 0, 0, 1, 0, 0, 0, 0],
} as const;
export type KernelName = keyof typeof KERNELS;

export const POOLS = { max: 'maxPool2d', average: 'avgPool2d' } as const;
export type PoolName = keyof typeof POOLS;

/** Most pixels by which the picture is moved, each way: as many as there are around what the convolution sees. */
export const MOST_SHIFT = 2;
/** Rows and columns that the convolution sees: what a shift brings in from beyond them is the picture's own. */
export const SEEN = PICTURE_SIDE - 2 * MOST_SHIFT;

/** Pixels by which the picture is moved to the right and down. */
export interface Shift {
  readonly across: number;
  readonly down: number;
}

/** A map of one channel, row by row. */
export interface FeatureMap {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

export interface Sizes {
  readonly window: number;
  readonly stride: number;
}

/** The layers from the picture to the pooled map. */
export function poolingLayers(filters: number, pool: PoolName, { window, stride }: Sizes): readonly LayerSpec[] {
  return [{ type: 'conv2d', filters, kernel: 3, padding: 'valid' }, { type: 'relu' }, { type: POOLS[pool], size: window, stride }];
}

/** The convolution, the ReLU and the pool as the engine's graph has them for the part of the picture that is seen. */
export function poolingNodes(pool: PoolName, sizes: Sizes): readonly [convolution: GraphNode, pool: GraphNode] {
  const input: Shape = { channels: PICTURE_CHANNELS, height: SEEN, width: SEEN };
  const [conv, , pooled] = buildProbeGraph(model(poolingLayers(1, pool, sizes), input)).nodes;
  if (!conv || !pooled) throw new Error('the chapter has three layers');
  return [conv, pooled];
}

/** Bytes of the SEEN × SEEN pixels in the middle of a picture that was moved (NCHW). */
export function seenPixels(pixels: Uint8Array, { across, down }: Shift): Float64Array {
  const at = (channel: number, row: number, column: number) => (channel * PICTURE_SIDE + row + MOST_SHIFT - down) * PICTURE_SIDE + column + MOST_SHIFT - across;
  return Float64Array.from({ length: PICTURE_CHANNELS * SEEN ** 2 }, (_, index) => {
    const [channel, row, column] = [Math.floor(index / SEEN ** 2), Math.floor(index / SEEN) % SEEN, index % SEEN];
    return pixels[at(channel, row, column)] ?? 0;
  });
}

/** What a kernel makes of a picture that was moved, behind ReLU: whole numbers, since pixels are bytes. */
export function featureMap(pixels: Uint8Array, kernel: KernelName, shift: Shift): FeatureMap {
  const [node] = poolingNodes('max', { window: 2, stride: 2 });
  const weight = Array.from({ length: PICTURE_CHANNELS }, () => KERNELS[kernel]).flat();
  const { output } = convolution(slidingOf(node, 1), { batch: 1, input: seenPixels(pixels, shift), outputGradient: [], parameters: [weight] });
  return mapOf(node.output, Float64Array.from(output, scalarFunction({ type: 'relu' }).value));
}

export function pooled({ values }: FeatureMap, pool: PoolName, sizes: Sizes): FeatureMap {
  const [, node] = poolingNodes(pool, sizes);
  return mapOf(
    node.output,
    pooling(slidingOf(node, 1), pool, { batch: 1, input: values, outputGradient: new Float64Array(volume(node.output)), parameters: [] }).output,
  );
}

function mapOf({ height, width }: Shape, values: Float64Array): FeatureMap {
  return { rows: height, columns: width, values };
}

/** The values under the window of one pooled value, row by row. */
export function underWindow({ columns, values }: FeatureMap, { window, stride }: Sizes, row: number, column: number): readonly number[] {
  return Array.from({ length: window ** 2 }, (_, tap) => {
    const [y, x] = [row * stride + Math.floor(tap / window), column * stride + (tap % window)];
    return values[y * columns + x] ?? 0;
  });
}
