import { batchNorm, batchNormGrad, batchNormMoments, batchNormParameterGrad, batchNormStatistics, batchNormSums } from './batchNorm';
import { conv2d, conv2dInputGrad } from './convolution';
import {
  activation,
  activationGrad,
  add,
  avgPool,
  avgPoolGrad,
  biasGrad,
  dropout,
  globalAvgPool,
  globalAvgPoolGrad,
  loadBatch,
  maxPool,
  maxPoolGrad,
  relu,
  reluGrad,
  reorder,
  softmaxCrossEntropy,
} from './elementwise';
import { groupedConv2d, groupedConv2dInputGrad, groupedConv2dWeightGrad } from './grouped';
import { locallyConnected2d, locallyConnected2dInputGrad, locallyConnected2dWeightGrad } from './locallyConnected';
import * as optimisers from './optimisers';
import type { Kernel } from './types';
import { conv2dWeightGrad } from './weightGrad';

/** Every kernel there is. */
export const kernels: readonly Kernel[] = [
  ...[conv2d, conv2dInputGrad, conv2dWeightGrad],
  ...[maxPool, maxPoolGrad, avgPool, avgPoolGrad, globalAvgPool, globalAvgPoolGrad],
  ...[relu, reluGrad, activation, activationGrad, dropout, add, reorder],
  ...[batchNormMoments, batchNormStatistics, batchNorm, batchNormSums, batchNormParameterGrad, batchNormGrad],
  ...[groupedConv2d, groupedConv2dInputGrad, groupedConv2dWeightGrad],
  ...[locallyConnected2d, locallyConnected2dInputGrad, locallyConnected2dWeightGrad, biasGrad],
  ...[loadBatch, softmaxCrossEntropy],
  ...[optimisers.gatherGradients, optimisers.clipGradients, optimisers.averageWeights, optimisers.lookAhead],
  ...[optimisers.sgd, optimisers.adam, optimisers.rmsprop, optimisers.adagrad, optimisers.lion],
  ...[optimisers.muonMomentum, optimisers.gramMatrix, optimisers.newtonSchulz, optimisers.muon],
];

const byName = new Map(kernels.map((kernel) => [kernel.name, kernel]));

export function kernelNamed(name: string): Kernel {
  const kernel = byName.get(name);
  if (!kernel) throw new Error(`no kernel ${name}`);
  return kernel;
}
