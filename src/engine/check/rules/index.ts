import * as batch from './batch';
import * as convolution from './convolution';
import * as grouped from './grouped';
import * as groupNorm from './groupNorm';
import * as muon from './muon';
import * as normalisation from './normalisation';
import * as pointwise from './pointwise';
import * as pooling from './pooling';
import type { KernelName } from '../../kernels';
import * as prelu from './prelu';
import type { OperatorRule } from './types';
import * as update from './update';

const { conv2d, conv2dInputGrad, conv2dWeightGrad, locallyConnected2d, locallyConnected2dInputGrad, locallyConnected2dWeightGrad, biasGrad } = convolution;
const { batchNormMoments, batchNormStatistics, batchNorm, batchNormSums, batchNormParameterGrad, batchNormGrad } = normalisation;
const { relu, reluGrad, activation, activationGrad, dropout, add, reorder } = pointwise;
const { maxPool, maxPoolGrad, avgPool, avgPoolGrad, globalAvgPool, globalAvgPoolGrad } = pooling;

/** What each kernel computes. */
export const operatorRules: Readonly<Record<KernelName, OperatorRule>> = {
  ...{ conv2d, conv2dInputGrad, conv2dWeightGrad, biasGrad },
  ...{ locallyConnected2d, locallyConnected2dInputGrad, locallyConnected2dWeightGrad },
  ...grouped,
  ...prelu,
  ...groupNorm,
  ...{ maxPool, maxPoolGrad, avgPool, avgPoolGrad, globalAvgPool, globalAvgPoolGrad },
  ...{ relu, reluGrad, activation, activationGrad, dropout, add, reorder },
  ...{ batchNormMoments, batchNormStatistics, batchNorm, batchNormSums, batchNormParameterGrad, batchNormGrad },
  ...batch,
  ...update,
  ...muon,
};
