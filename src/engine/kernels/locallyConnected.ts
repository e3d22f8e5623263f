import forwardSource from '../../../shaders/locally_connected2d.wgsl?raw';
import inputGradSource from '../../../shaders/locally_connected2d_input_grad.wgsl?raw';
import weightGradSource from '../../../shaders/locally_connected2d_weight_grad.wgsl?raw';
import type { Constants } from './expand';
import { picturesBy, unsharedWeights } from './made';
import { pairs, sizeOf, tileOf } from './sizes';
import { onStored } from './stored';
import type { Kernel, KernelVariant, Tiling } from './types';

const WORKGROUP = 64;
/** Pictures for which an invocation uses the weights that it fetches. */
const MOST_PICTURES = 8;

const direct = (
  name: string,
  bindings: Kernel['bindings'],
  shader: string,
  madeBy: NonNullable<KernelVariant['madeBy']>,
  tiling: (sizes: Constants) => Tiling,
): Kernel => ({
  name,
  bindings,
  variants: [{ name: 'direct', source: onStored(shader), tilings: (sizes) => [tiling(sizes)], madeBy }],
});

/** The forward pass, or the gradient of the input: `side` is what it makes. */
const gathering = (name: string, shader: string, side: 'OUT' | 'IN') =>
  direct(name, ['read', 'read', 'read', 'write'], shader, picturesBy(side), (sizes) => {
    const batch = sizeOf(sizes, 'BATCH');
    const PICTURES = Math.min(tileOf(batch), MOST_PICTURES);
    const vectors = sizeOf(sizes, `${side}_H`) * sizeOf(sizes, `${side}_W`) * sizeOf(sizes, `${side}_C4`);
    return { constants: { PICTURES, WORKGROUP }, workgroups: Math.ceil((vectors * Math.ceil(batch / PICTURES)) / WORKGROUP) };
  });

export const locallyConnected2d = gathering('locallyConnected2d', forwardSource, 'OUT');
export const locallyConnected2dInputGrad = gathering('locallyConnected2dInputGrad', inputGradSource, 'IN');

export const locallyConnected2dWeightGrad = direct('locallyConnected2dWeightGrad', ['read', 'read', 'write'], weightGradSource, unsharedWeights, (sizes) => {
  const FILTER_GROUPS = pairs(sizeOf(sizes, 'OUT_C4'));
  const places = sizeOf(sizes, 'SPLITS') * sizeOf(sizes, 'OUT_H') * sizeOf(sizes, 'OUT_W') * sizeOf(sizes, 'KERNEL') ** 2;
  const invocations = places * sizeOf(sizes, 'IN_C4') * Math.ceil(sizeOf(sizes, 'OUT_C4') / FILTER_GROUPS);
  return { constants: { FILTER_GROUPS, WORKGROUP }, workgroups: Math.ceil(invocations / WORKGROUP) };
});
