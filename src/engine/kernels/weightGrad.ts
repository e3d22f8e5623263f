import weightGradDirect from '../../../shaders/conv2d_weight_grad_direct.wgsl?raw';
import weightGradSliding from '../../../shaders/conv2d_weight_grad_sliding.wgsl?raw';
import weightGradTiled from '../../../shaders/conv2d_weight_grad_tiled.wgsl?raw';
import type { Constants } from './expand';
import { slidingWeights, tiledWeights, weightsInRegisters } from './made';
import { lanes, MOST_PRODUCTS, pairs, REGISTER_WORKGROUP, sizeOf, slides, soonFirst } from './sizes';
import { onStored } from './stored';
import type { Kernel, Tiling } from './types';

/** Tiles of the sliding kernel: channel groups × filter groups, and the columns that one turn of its loop takes. */
const TILES = [
  [2, 1, 8],
  [1, 1, 8],
  [2, 2, 4],
  [1, 2, 8],
  [1, 1, 4],
] as const;
/** The same for a kernel of 1 × 1, where nothing slides and only a large tile uses often what it fetches. */
const POINT_TILES = [
  [4, 2, 4],
  [2, 2, 4],
  [2, 1, 4],
  [1, 1, 4],
] as const;
/** Quads of which a larger share idles are not worth while. */
const MOST_IDLE = 0.2;

function slidingTilings(sizes: Constants, QUAD: number): Tiling[] {
  if (!slides(sizes)) return [];
  const kernel = sizeOf(sizes, 'KERNEL');
  const [inputs, outputs] = [sizeOf(sizes, 'IN_C4'), sizeOf(sizes, 'OUT_C4')];
  const tilings = (kernel === 1 ? POINT_TILES : TILES).flatMap(([CHANNEL_GROUPS, FILTER_GROUPS, TURN]) => {
    const products = TURN * kernel * CHANNEL_GROUPS * FILTER_GROUPS;
    const filters = Math.ceil(outputs / FILTER_GROUPS);
    // The four of a quad differ in their filters alone.
    const FILTER_TILES = QUAD === 1 ? 4 * Math.ceil(filters / 4) : filters;
    if (CHANNEL_GROUPS > inputs || FILTER_GROUPS > outputs || products > MOST_PRODUCTS || 1 - filters / FILTER_TILES > MOST_IDLE) return [];
    const invocations = sizeOf(sizes, 'SPLITS') * kernel * Math.ceil(inputs / CHANNEL_GROUPS) * FILTER_TILES;
    const QUADS = Math.ceil((kernel + TURN - 1) / 4);
    return {
      constants: { QUAD, CHANNEL_GROUPS, FILTER_GROUPS, TURN, FILTER_TILES, QUADS, WORKGROUP: REGISTER_WORKGROUP },
      workgroups: Math.ceil(invocations / REGISTER_WORKGROUP),
      products,
    };
  });
  return soonFirst(tilings);
}

export const conv2dWeightGrad: Kernel = {
  name: 'conv2dWeightGrad',
  bindings: ['read', 'read', 'write', 'write'],
  variants: [
    {
      name: 'direct',
      source: onStored(weightGradDirect),
      tilings(sizes) {
        const CHANNEL_GROUPS = pairs(sizeOf(sizes, 'IN_C4'));
        const FILTER_GROUPS = pairs(sizeOf(sizes, 'OUT_C4'));
        const matrices = Math.ceil(sizeOf(sizes, 'IN_C4') / CHANNEL_GROUPS) * Math.ceil(sizeOf(sizes, 'OUT_C4') / FILTER_GROUPS);
        const invocations = sizeOf(sizes, 'SPLITS') * sizeOf(sizes, 'KERNEL') ** 2 * matrices;
        const constants = { CHANNEL_GROUPS, FILTER_GROUPS, WORKGROUP: REGISTER_WORKGROUP };
        return [{ constants, workgroups: Math.ceil(invocations / REGISTER_WORKGROUP) }];
      },
      madeBy: weightsInRegisters,
    },
    { name: 'sliding', source: onStored(weightGradSliding), tilings: (sizes) => slidingTilings(sizes, 0), madeBy: slidingWeights },
    { name: 'quad', source: onStored(weightGradSliding), feature: 'subgroups', tilings: (sizes) => slidingTilings(sizes, 1), madeBy: slidingWeights },
    {
      name: 'tiled',
      source: onStored(weightGradTiled),
      tilings(sizes) {
        const CHANNEL_GROUPS = lanes(sizeOf(sizes, 'IN_C4'));
        const FILTER_GROUPS = lanes(sizeOf(sizes, 'OUT_C4'));
        const tiles = Math.ceil(sizeOf(sizes, 'IN_C4') / (8 * CHANNEL_GROUPS)) * Math.ceil(sizeOf(sizes, 'OUT_C4') / (8 * FILTER_GROUPS));
        const workgroups = sizeOf(sizes, 'SPLITS') * sizeOf(sizes, 'KERNEL') ** 2 * tiles;
        return [{ constants: { CHANNEL_GROUPS, FILTER_GROUPS }, workgroups }];
      },
      madeBy: tiledWeights,
    },
  ],
};
