import type { Constants } from './expand';
import type { Tiling } from './types';

/** Sizes of a convolution; a dense layer is one of a single row whose columns are the pictures. C4 counts groups of four channels. */
export interface ConvolutionSizes extends Constants {
  readonly BATCH: number;
  readonly IN_H: number;
  readonly IN_W: number;
  readonly IN_C4: number;
  readonly OUT_H: number;
  readonly OUT_W: number;
  readonly OUT_C4: number;
  readonly KERNEL: number;
  readonly STRIDE: number;
  readonly DILATION: number;
  readonly PAD_TOP: number;
  readonly PAD_LEFT: number;
}

/** Whether a window of these sizes slides along a row without gaps, so that what one column reads serves the next. */
export const slides = (sizes: Constants) => sizes['STRIDE'] === 1 && sizes['DILATION'] === 1;

/** Invocations of a workgroup of the kernels that have nothing to tile. */
export const WORKGROUP = 64;

/** Buffers that the pictures may be spread over. */
export const PICTURE_CHUNKS = 4;

/**
 * Tensors of parameters begin at multiples of so many vectors of four, so that a workgroup which goes over all parameters works
 * inside one of them.
 */
export const OPTIMISER_BLOCK = WORKGROUP;

/** Invocations of a workgroup where nothing is shared: few, so that a CPU adapter has workgroups for all its threads. */
export const REGISTER_WORKGROUP = 16;

/**
 * Products of a 4 × 4 matrix and a vector that a shader may write out. Compilers take time that grows with them: SwiftShader
 * about 4 ms each.
 */
export const MOST_PRODUCTS = 100;

/** Products that a shader may write out which is to compile soon. */
const FEW_PRODUCTS = 50;

/** The tilings whose shaders compile soon before those that take longer, each in the order given. */
export function soonFirst<T extends Tiling & { readonly products: number }>(tilings: readonly T[]): T[] {
  const isSoon = ({ products }: T) => products <= FEW_PRODUCTS;
  return [...tilings.filter(isSoon), ...tilings.filter((tiling) => !isSoon(tiling))];
}

export function sizeOf(sizes: Constants, name: string): number {
  const value = sizes[name];
  if (value === undefined) throw new Error(`size ${name} is missing`);
  return value;
}

/** Neighbours that a register tile covers: as many as a row of them fills without much waste. */
export function tileOf(length: number): number {
  let best = 1;
  let bestCost = Infinity;
  // Cost of a row: what its tiles cover, plus the weights fetched once a tile.
  for (const covered of [1, 2, 4, 8, 16]) {
    const cost = Math.ceil(length / covered) * (covered + 3);
    if (cost <= bestCost) [best, bestCost] = [covered, cost];
  }
  return best;
}

export const pairs = (groups: number) => Math.min(groups, 2);

/** Groups of four that a workgroup's lane takes: two once the eight lanes are busy. */
export const lanes = (groups: number) => (groups > 8 ? 2 : 1);
