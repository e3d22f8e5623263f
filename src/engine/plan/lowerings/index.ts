import type { LayerType } from '../../layers';
import type { LowerLayer } from '../lowering';
import { lowerActivation } from './activation';
import { lowerBatchNorm } from './batchNorm';
import { lowerConvolution, lowerDense, lowerLocallyConnected } from './convolution';
import { lowerDropout } from './dropout';
import { lowerFlatten } from './flatten';
import { lowerGroupNorm } from './groupNorm';
import { lowerGlobalAvgPool, lowerPool } from './pooling';
import { lowerPrelu } from './prelu';
import { lowerRelu } from './relu';
import { lowerPadded } from './reorder';
import { lowerResidual } from './residual';

/** How each layer becomes operators. */
export const lowerings = {
  conv2d: lowerConvolution,
  locallyConnected2d: lowerLocallyConnected,
  maxPool2d: lowerPool('max'),
  avgPool2d: lowerPool('average'),
  globalAvgPool: lowerGlobalAvgPool,
  flatten: lowerFlatten,
  padChannels: lowerPadded,
  dense: lowerDense,
  batchNorm: lowerBatchNorm,
  groupNorm: lowerGroupNorm,
  scale: lowerActivation('SCALE'),
  relu: lowerRelu,
  leakyRelu: lowerActivation('LEAKY_RELU'),
  prelu: lowerPrelu,
  elu: lowerActivation('ELU'),
  gelu: lowerActivation('GELU'),
  silu: lowerActivation('SILU'),
  sigmoid: lowerActivation('SIGMOID'),
  tanh: lowerActivation('TANH'),
  dropout: lowerDropout,
  residual: lowerResidual,
} as const satisfies Readonly<Record<LayerType, LowerLayer>>;
