import forwardSource from '../../../shaders/grouped_conv2d.wgsl?raw';
import inputGradSource from '../../../shaders/grouped_conv2d_input_grad.wgsl?raw';
import weightGradSource from '../../../shaders/grouped_conv2d_weight_grad.wgsl?raw';
import weighed from '../../../shaders/lib/grouped.wgsl?raw';
import type { Constants } from './expand';
import { pixelsBy, vectorsOf } from './made';
import { sizeOf } from './sizes';
import { onStored } from './stored';
import type { Kernel } from './types';

const WORKGROUP = 64;
/** Neighbours that use what is fetched of the weights; each may write four fetches out. */
const MOST_PIXELS = 4;

/** What spares the four of a vector to fetch for themselves: being a group each, or all in one. `each` is how many of them a group has. */
function fetching(sizes: Constants, each: 'GROUP_INPUTS' | 'GROUP_FILTERS'): Constants {
  const isDepthwise = sizeOf(sizes, 'GROUP_INPUTS') === 1 && sizeOf(sizes, 'GROUP_FILTERS') === 1;
  return { DEPTHWISE: isDepthwise ? 1 : 0, ALIKE: sizeOf(sizes, each) % 4 === 0 ? 1 : 0 };
}

/** The forward pass, or the gradient of the input: `side` is what it makes. */
function gathering(name: string, shader: string, side: 'OUT' | 'IN'): Kernel {
  return {
    name,
    bindings: ['read', 'read', 'read', 'write'],
    variants: [
      {
        name: 'direct',
        source: onStored(shader),
        tilings(sizes) {
          const columns = sizeOf(sizes, `${side}_W`);
          const PIXELS = Math.min(columns, MOST_PIXELS);
          const invocations = sizeOf(sizes, 'BATCH') * sizeOf(sizes, `${side}_H`) * Math.ceil(columns / PIXELS) * sizeOf(sizes, `${side}_C4`);
          const constants = { ...fetching(sizes, side === 'OUT' ? 'GROUP_FILTERS' : 'GROUP_INPUTS'), PIXELS, WORKGROUP };
          return [{ constants, workgroups: Math.ceil(invocations / WORKGROUP) }];
        },
        madeBy: pixelsBy(side),
      },
    ],
  };
}

export const groupedConv2d = gathering('groupedConv2d', `${weighed}\n${forwardSource}`, 'OUT');
export const groupedConv2dInputGrad = gathering('groupedConv2dInputGrad', inputGradSource, 'IN');

export const groupedConv2dWeightGrad: Kernel = {
  name: 'groupedConv2dWeightGrad',
  bindings: ['read', 'read', 'write', 'write'],
  variants: [
    {
      name: 'direct',
      source: onStored(`${weighed}\n${weightGradSource}`),
      tilings(sizes) {
        const invocations = sizeOf(sizes, 'SPLITS') * sizeOf(sizes, 'KERNEL') ** 2 * sizeOf(sizes, 'GROUP_INPUTS') * sizeOf(sizes, 'OUT_C4');
        const constants = { ...fetching(sizes, 'GROUP_FILTERS'), WORKGROUP };
        return [{ constants, workgroups: Math.ceil(invocations / WORKGROUP) }];
      },
      madeBy: vectorsOf(['SPLITS', 'KERNEL', 'KERNEL', 'GROUP_INPUTS', 'OUT_C4']),
    },
  ],
};
