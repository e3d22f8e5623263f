import conv2dDirect from '../../../shaders/conv2d_direct.wgsl?raw';
import conv2dSliding from '../../../shaders/conv2d_sliding.wgsl?raw';
import conv2dTiled from '../../../shaders/conv2d_tiled.wgsl?raw';
import inputGradDirect from '../../../shaders/conv2d_input_grad_direct.wgsl?raw';
import inputGradTiled from '../../../shaders/conv2d_input_grad_tiled.wgsl?raw';
import type { Constants } from './expand';
import { pixelsBy, positionsBy, slidingPixels } from './made';
import { lanes, MOST_PRODUCTS, pairs, REGISTER_WORKGROUP, sizeOf, slides, soonFirst, tileOf } from './sizes';
import { onStored } from './stored';
import type { Kernel, KernelVariant, Tiling } from './types';

/** Tiles of the sliding kernels, pixels × channel groups; those that compile soon and serve well come first. */
const SLIDING_TILES = [
  [8, 2],
  [8, 1],
  [8, 4],
  [16, 2],
  [4, 2],
  [4, 4],
  [2, 4],
  [1, 4],
] as const;

/** The forward pass, or the gradient of the input, which is the same with channels and filters exchanged: `side` is what it makes. */
function gathering(name: string, direct: string, tiled: string, side: 'OUT' | 'IN'): Kernel {
  const groups = side === 'OUT' ? 'FILTER_GROUPS' : 'CHANNEL_GROUPS';
  const made = (sizes: Constants) => ({
    rows: sizeOf(sizes, 'BATCH') * sizeOf(sizes, `${side}_H`),
    columns: sizeOf(sizes, `${side}_W`),
    channelGroups: sizeOf(sizes, `${side}_C4`),
  });

  const slidingTilings = (sizes: Constants, QUAD: number): Tiling[] => {
    if (!slides(sizes)) return [];
    const { rows, columns, channelGroups } = made(sizes);
    const kernel = sizeOf(sizes, 'KERNEL');
    const fits = SLIDING_TILES.filter(([pixels, tileGroups]) => {
      // No wider than the row, and no narrower than it must be: what is fetched is used more often the wider the tile.
      const isWide = pixels < 2 * columns && 2 * pixels > Math.min(columns, 8);
      // Four tiles share their weights.
      const isShared = rows * Math.ceil(columns / pixels) >= 4 || pixels <= 8;
      return isWide && isShared && tileGroups <= channelGroups + 1 && kernel * pixels * tileGroups <= MOST_PRODUCTS;
    });
    const tilings = fits.map(([PIXELS, GROUPS]) => {
      const tilesOfPixels = rows * Math.ceil(columns / PIXELS);
      const WORKGROUP = Math.min(REGISTER_WORKGROUP, 4 * Math.ceil(tilesOfPixels / 4));
      return {
        constants: { ...slidingSizes(sizes, side), QUAD, PIXELS, GROUPS, WORKGROUP },
        workgroups: Math.ceil(tilesOfPixels / WORKGROUP) * Math.ceil(channelGroups / GROUPS),
        products: kernel * PIXELS * GROUPS,
      };
    });
    return soonFirst(tilings);
  };

  const variants: KernelVariant[] = [
    {
      name: 'direct',
      source: onStored(direct),
      tilings(sizes) {
        const { rows, columns, channelGroups } = made(sizes);
        const PIXELS = tileOf(columns);
        const tiles = Math.ceil(columns / PIXELS) * Math.ceil(channelGroups / pairs(channelGroups));
        const constants = { PIXELS, [groups]: pairs(channelGroups), WORKGROUP: REGISTER_WORKGROUP };
        return [{ constants, workgroups: Math.ceil((rows * tiles) / REGISTER_WORKGROUP) }];
      },
      madeBy: pixelsBy(side, groups),
    },
    { name: 'sliding', source: onStored(conv2dSliding), tilings: (sizes) => slidingTilings(sizes, 0), madeBy: slidingPixels },
    { name: 'quad', source: onStored(conv2dSliding), feature: 'subgroups', tilings: (sizes) => slidingTilings(sizes, 1), madeBy: slidingPixels },
    {
      name: 'tiled',
      source: onStored(tiled),
      tilings(sizes) {
        const { rows, columns, channelGroups } = made(sizes);
        return [lanes(channelGroups), lanes(channelGroups) === 1 ? 2 : 1].map((lane) => ({
          constants: { [groups]: lane },
          workgroups: Math.ceil((rows * columns) / 64) * Math.ceil(channelGroups / (8 * lane)),
        }));
      },
      madeBy: positionsBy(side, groups),
    },
  ];
  return { name, bindings: ['read', 'read', 'read', 'write'], variants };
}

/** What conv2d_sliding.wgsl calls in and out: backward, the gradient of the output comes in and that of the input goes out. */
function slidingSizes(sizes: Constants, side: 'OUT' | 'IN'): Constants {
  if (side === 'OUT') return { BACKWARD: 0, MASK: 0 };
  const size = (name: Parameters<typeof sizeOf>[1]) => sizeOf(sizes, name);
  return {
    ...{ BACKWARD: 1, BIAS: 0, RELU: 0 },
    ...{ IN_H: size('OUT_H'), IN_W: size('OUT_W'), IN_C4: size('OUT_C4') },
    ...{ OUT_H: size('IN_H'), OUT_W: size('IN_W'), OUT_C4: size('IN_C4') },
    ...{ PAD_TOP: size('KERNEL') - 1 - size('PAD_TOP'), PAD_LEFT: size('KERNEL') - 1 - size('PAD_LEFT') },
  };
}

export const conv2d = gathering('conv2d', conv2dDirect, conv2dTiled, 'OUT');
export const conv2dInputGrad = gathering('conv2dInputGrad', inputGradDirect, inputGradTiled, 'IN');
