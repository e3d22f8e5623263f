import conv2dDirect from '../../../shaders/conv2d_direct.wgsl?raw';
import conv2dTiled from '../../../shaders/conv2d_tiled.wgsl?raw';
import inputGradDirect from '../../../shaders/conv2d_input_grad_direct.wgsl?raw';
import inputGradTiled from '../../../shaders/conv2d_input_grad_tiled.wgsl?raw';
import weightGradDirect from '../../../shaders/conv2d_weight_grad_direct.wgsl?raw';
import weightGradTiled from '../../../shaders/conv2d_weight_grad_tiled.wgsl?raw';
import type { Constants } from './expand';
import type { Kernel } from './types';

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
  readonly PAD_TOP: number;
  readonly PAD_LEFT: number;
}

const DIRECT_WORKGROUP = 16;

function size(sizes: Constants, name: string): number {
  const value = sizes[name];
  if (value === undefined) throw new Error(`size ${name} is missing`);
  return value;
}

/** Pixels a register tile covers: as many as the row fills without much waste. */
function pixelsFor(columns: number): number {
  let best = 1;
  let bestCost = Infinity;
  // Cost of a row: its tiles' pixels, plus the weights fetched once a tile.
  for (const pixels of [1, 2, 4, 8, 16]) {
    const cost = Math.ceil(columns / pixels) * (pixels + 3);
    if (cost <= bestCost) [best, bestCost] = [pixels, cost];
  }
  return best;
}

const pairs = (groups: number) => Math.min(groups, 2);
/** Groups of four that a workgroup's lane takes: two once the eight lanes are busy. */
const lanes = (groups: number) => (groups > 8 ? 2 : 1);

/** The forward pass, or the gradient of the input, which is the same with channels and filters exchanged: `side` is what it makes. */
function gathering(name: string, direct: string, tiled: string, side: 'OUT' | 'IN'): Kernel {
  const groups = side === 'OUT' ? 'FILTER_GROUPS' : 'CHANNEL_GROUPS';
  const made = (sizes: Constants) => ({
    rows: size(sizes, 'BATCH') * size(sizes, `${side}_H`),
    columns: size(sizes, `${side}_W`),
    channelGroups: size(sizes, `${side}_C4`),
  });
  return {
    name,
    bindings: ['read', 'read', 'read', 'write'],
    variants: [
      {
        name: 'direct',
        source: direct,
        tile(sizes) {
          const { rows, columns, channelGroups } = made(sizes);
          const PIXELS = pixelsFor(columns);
          const tiles = Math.ceil(columns / PIXELS) * Math.ceil(channelGroups / pairs(channelGroups));
          return {
            constants: { PIXELS, [groups]: pairs(channelGroups), WORKGROUP: DIRECT_WORKGROUP },
            workgroups: Math.ceil((rows * tiles) / DIRECT_WORKGROUP),
          };
        },
      },
      {
        name: 'tiled',
        source: tiled,
        tile(sizes) {
          const { rows, columns, channelGroups } = made(sizes);
          const lane = lanes(channelGroups);
          return {
            constants: { [groups]: lane },
            workgroups: Math.ceil((rows * columns) / 64) * Math.ceil(channelGroups / (8 * lane)),
          };
        },
      },
    ],
  };
}

export const conv2d = gathering('conv2d', conv2dDirect, conv2dTiled, 'OUT');
export const conv2dInputGrad = gathering('conv2dInputGrad', inputGradDirect, inputGradTiled, 'IN');

export const conv2dWeightGrad: Kernel = {
  name: 'conv2dWeightGrad',
  bindings: ['read', 'read', 'write', 'write'],
  variants: [
    {
      name: 'direct',
      source: weightGradDirect,
      tile(sizes) {
        const CHANNEL_GROUPS = pairs(size(sizes, 'IN_C4'));
        const FILTER_GROUPS = pairs(size(sizes, 'OUT_C4'));
        const matrices = Math.ceil(size(sizes, 'IN_C4') / CHANNEL_GROUPS) * Math.ceil(size(sizes, 'OUT_C4') / FILTER_GROUPS);
        return {
          constants: { CHANNEL_GROUPS, FILTER_GROUPS, WORKGROUP: DIRECT_WORKGROUP },
          workgroups: Math.ceil((size(sizes, 'SPLITS') * size(sizes, 'KERNEL') ** 2 * matrices) / DIRECT_WORKGROUP),
        };
      },
    },
    {
      name: 'tiled',
      source: weightGradTiled,
      tile(sizes) {
        const CHANNEL_GROUPS = lanes(size(sizes, 'IN_C4'));
        const FILTER_GROUPS = lanes(size(sizes, 'OUT_C4'));
        const tiles =
          Math.ceil(size(sizes, 'IN_C4') / (8 * CHANNEL_GROUPS)) * Math.ceil(size(sizes, 'OUT_C4') / (8 * FILTER_GROUPS));
        return { constants: { CHANNEL_GROUPS, FILTER_GROUPS }, workgroups: size(sizes, 'SPLITS') * size(sizes, 'KERNEL') ** 2 * tiles };
      },
    },
  ],
};
