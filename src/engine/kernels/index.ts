import { conv2d, conv2dInputGrad } from './convolution';
import { add, avgPool, avgPoolGrad, loadBatch, maxPool, maxPoolGrad, relu, reluGrad, softmaxCrossEntropy } from './elementwise';
import * as optimisers from './optimisers';
import type { Kernel } from './types';
import { conv2dWeightGrad } from './weightGrad';

/** Every kernel there is. */
export const kernels: readonly Kernel[] = [
  ...[conv2d, conv2dInputGrad, conv2dWeightGrad],
  ...[maxPool, maxPoolGrad, avgPool, avgPoolGrad, relu, reluGrad, add],
  ...[loadBatch, softmaxCrossEntropy],
  ...[optimisers.gatherGradients, optimisers.clipGradients, optimisers.averageWeights],
  ...[optimisers.sgd, optimisers.adam, optimisers.rmsprop, optimisers.adagrad, optimisers.lion],
  ...[optimisers.muonMomentum, optimisers.gramMatrix, optimisers.newtonSchulz, optimisers.muon],
];

const byName = new Map(kernels.map((kernel) => [kernel.name, kernel]));

export function kernelNamed(name: string): Kernel {
  const kernel = byName.get(name);
  if (!kernel) throw new Error(`no kernel ${name}`);
  return kernel;
}
