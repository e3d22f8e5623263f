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
import * as groupNormKernels from './groupNorm';
import * as optimisers from './optimisers';
import * as preluKernels from './prelu';
import type { Kernel } from './types';
import { conv2dWeightGrad } from './weightGrad';

/** Every kernel there is, by its name. */
const table = {
  ...{ conv2d, conv2dInputGrad, conv2dWeightGrad },
  ...{ maxPool, maxPoolGrad, avgPool, avgPoolGrad, globalAvgPool, globalAvgPoolGrad },
  ...{ relu, reluGrad, activation, activationGrad, dropout, add, reorder },
  ...preluKernels,
  ...groupNormKernels,
  ...{ batchNormMoments, batchNormStatistics, batchNorm, batchNormSums, batchNormParameterGrad, batchNormGrad },
  ...{ groupedConv2d, groupedConv2dInputGrad, groupedConv2dWeightGrad },
  ...{ locallyConnected2d, locallyConnected2dInputGrad, locallyConnected2dWeightGrad, biasGrad },
  ...{ loadBatch, softmaxCrossEntropy },
  ...{
    gatherGradients: optimisers.gatherGradients,
    clipGradients: optimisers.clipGradients,
    averageWeights: optimisers.averageWeights,
    lookAhead: optimisers.lookAhead,
  },
  ...{ sgd: optimisers.sgd, adam: optimisers.adam, nadam: optimisers.nadam, rmsprop: optimisers.rmsprop, adagrad: optimisers.adagrad, lion: optimisers.lion },
  ...{ muonMomentum: optimisers.muonMomentum, gramMatrix: optimisers.gramMatrix, newtonSchulz: optimisers.newtonSchulz, muon: optimisers.muon },
} satisfies Readonly<Record<string, Kernel>>;

export type KernelName = keyof typeof table;

const byName: Readonly<Record<KernelName, Kernel>> = table;

export const kernels = Object.values(byName);

export function kernelNamed(name: KernelName): Kernel {
  return byName[name];
}
