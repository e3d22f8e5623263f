/**
 * What tensors between the layers, and the weights that they read, are stored in; sums are in full precision either way.
 * With `f16` the optimiser keeps the weights themselves in full precision, and the gradients of the loss are scaled so that
 * small ones are not lost (Micikevicius et al., arXiv 1710.03740).
 */
export const precisions = ['f32', 'f16'] as const;
export type Precision = (typeof precisions)[number];
