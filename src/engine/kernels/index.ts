import { conv2d, conv2dInputGrad } from './convolution';
import { add, avgPool, avgPoolGrad, loadBatch, maxPool, maxPoolGrad, relu, reluGrad, reorder, sgd, softmaxCrossEntropy } from './elementwise';
import type { Kernel } from './types';
import { conv2dWeightGrad } from './weightGrad';

/** Every kernel there is. */
export const kernels: readonly Kernel[] = [
  ...[conv2d, conv2dInputGrad, conv2dWeightGrad],
  ...[maxPool, maxPoolGrad, avgPool, avgPoolGrad, relu, reluGrad, add, reorder],
  ...[loadBatch, softmaxCrossEntropy, sgd],
];

const byName = new Map(kernels.map((kernel) => [kernel.name, kernel]));

export function kernelNamed(name: string): Kernel {
  const kernel = byName.get(name);
  if (!kernel) throw new Error(`no kernel ${name}`);
  return kernel;
}
