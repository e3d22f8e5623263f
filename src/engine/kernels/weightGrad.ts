import weightGradDirect from '../../../shaders/conv2d_weight_grad_direct.wgsl?raw';
import weightGradSliding from '../../../shaders/conv2d_weight_grad_sliding.wgsl?raw';
import weightGradTiled from '../../../shaders/conv2d_weight_grad_tiled.wgsl?raw';
import type { Constants } from './expand';
import { lanes, MOST_PRODUCTS, pairs, REGISTER_WORKGROUP, sizeOf } from './sizes';
import type { Kernel, Tiling } from './types';

/** Columns that one turn of the loop of the sliding kernel takes. */
const TURN = 4;
/** Tiles of the sliding kernel: channel groups × filter groups. */
const SLIDING_TILES = [
  [4, 2],
  [2, 2],
  [2, 1],
  [1, 2],
  [1, 1],
] as const;
/** Products that the tiling tried first may write out, so that training starts soon. */
const FIRST_PRODUCTS = 24;

function slidingTilings(sizes: Constants, QUAD: number): Tiling[] {
  if (sizes['STRIDE'] !== 1) return [];
  const kernel = sizeOf(sizes, 'KERNEL');
  const [inputs, outputs] = [sizeOf(sizes, 'IN_C4'), sizeOf(sizes, 'OUT_C4')];
  const products = ([channels, filters]: readonly [number, number]) => TURN * kernel * channels * filters;
  const tiles = SLIDING_TILES.filter((tile) => tile[0] <= inputs && tile[1] <= outputs && products(tile) <= MOST_PRODUCTS);
  const soon = tiles.filter((tile) => products(tile) <= FIRST_PRODUCTS);
  const late = tiles.filter((tile) => products(tile) > FIRST_PRODUCTS);
  return [...soon, ...late.toReversed().slice(0, 1)].map(([CHANNEL_GROUPS, FILTER_GROUPS]) => {
    const tilesOfFilters = Math.ceil(outputs / FILTER_GROUPS);
    // The four of a quad differ in their filters alone.
    const FILTER_TILES = QUAD === 1 ? 4 * Math.ceil(tilesOfFilters / 4) : tilesOfFilters;
    const invocations = sizeOf(sizes, 'SPLITS') * kernel * Math.ceil(inputs / CHANNEL_GROUPS) * FILTER_TILES;
    return {
      constants: {
        ...{ QUAD, CHANNEL_GROUPS, FILTER_GROUPS, FILTER_TILES, WORKGROUP: REGISTER_WORKGROUP },
        QUADS: Math.ceil((kernel + TURN - 1) / 4),
      },
      workgroups: Math.ceil(invocations / REGISTER_WORKGROUP),
      products: products([CHANNEL_GROUPS, FILTER_GROUPS]),
    };
  });
}

export const conv2dWeightGrad: Kernel = {
  name: 'conv2dWeightGrad',
  bindings: ['read', 'read', 'write', 'write'],
  variants: [
    {
      name: 'direct',
      source: weightGradDirect,
      tilings(sizes) {
        const CHANNEL_GROUPS = pairs(sizeOf(sizes, 'IN_C4'));
        const FILTER_GROUPS = pairs(sizeOf(sizes, 'OUT_C4'));
        const matrices = Math.ceil(sizeOf(sizes, 'IN_C4') / CHANNEL_GROUPS) * Math.ceil(sizeOf(sizes, 'OUT_C4') / FILTER_GROUPS);
        const invocations = sizeOf(sizes, 'SPLITS') * sizeOf(sizes, 'KERNEL') ** 2 * matrices;
        const constants = { CHANNEL_GROUPS, FILTER_GROUPS, WORKGROUP: REGISTER_WORKGROUP };
        return [{ constants, workgroups: Math.ceil(invocations / REGISTER_WORKGROUP) }];
      },
    },
    { name: 'sliding', source: weightGradSliding, tilings: (sizes) => slidingTilings(sizes, 0) },
    { name: 'quad', source: weightGradSliding, feature: 'subgroups', tilings: (sizes) => slidingTilings(sizes, 1) },
    {
      name: 'tiled',
      source: weightGradTiled,
      tilings(sizes) {
        const CHANNEL_GROUPS = lanes(sizeOf(sizes, 'IN_C4'));
        const FILTER_GROUPS = lanes(sizeOf(sizes, 'OUT_C4'));
        const tiles =
          Math.ceil(sizeOf(sizes, 'IN_C4') / (8 * CHANNEL_GROUPS)) * Math.ceil(sizeOf(sizes, 'OUT_C4') / (8 * FILTER_GROUPS));
        const workgroups = sizeOf(sizes, 'SPLITS') * sizeOf(sizes, 'KERNEL') ** 2 * tiles;
        return [{ constants: { CHANNEL_GROUPS, FILTER_GROUPS }, workgroups }];
      },
    },
  ],
};
