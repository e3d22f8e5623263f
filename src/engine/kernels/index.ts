import { conv2d, conv2dInputGrad } from './convolution';
import { add, avgPool, avgPoolGrad, loadBatch, maxPool, maxPoolGrad, relu, reluGrad, sgd, softmaxCrossEntropy } from './elementwise';
import { groupedConv2d, groupedConv2dInputGrad, groupedConv2dWeightGrad } from './grouped';
import {
  locallyConnected2d,
  locallyConnected2dBiasGrad,
  locallyConnected2dInputGrad,
  locallyConnected2dWeightGrad,
} from './locallyConnected';
import type { Kernel } from './types';
import { conv2dWeightGrad } from './weightGrad';

/** Every kernel there is. */
export const kernels: readonly Kernel[] = [
  ...[conv2d, conv2dInputGrad, conv2dWeightGrad],
  ...[groupedConv2d, groupedConv2dInputGrad, groupedConv2dWeightGrad],
  ...[locallyConnected2d, locallyConnected2dInputGrad, locallyConnected2dWeightGrad, locallyConnected2dBiasGrad],
  ...[maxPool, maxPoolGrad, avgPool, avgPoolGrad, relu, reluGrad, add],
  ...[loadBatch, softmaxCrossEntropy, sgd],
];

const byName = new Map(kernels.map((kernel) => [kernel.name, kernel]));

export function kernelNamed(name: string): Kernel {
  const kernel = byName.get(name);
  if (!kernel) throw new Error(`no kernel ${name}`);
  return kernel;
}
