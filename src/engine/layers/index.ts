import type { LayerDefinition } from './types';
import { elu, gelu, leakyRelu, sigmoid, silu, tanh } from './activation';
import { batchNorm } from './batchNorm';
import { conv2d } from './conv2d';
import { dense } from './dense';
import { dropout } from './dropout';
import { flatten } from './flatten';
import { globalAvgPool } from './globalAvgPool';
import { locallyConnected2d } from './locallyConnected2d';
import { padChannels } from './padChannels';
import { avgPool2d, maxPool2d } from './pool';
import { relu } from './relu';
import { residual } from './residual';
import { scale } from './scale';

/** Every layer type there is, in the order of the form's menu. The one place that lists them. */
export const layers: readonly LayerDefinition[] = [
  ...[conv2d, locallyConnected2d, maxPool2d, avgPool2d, globalAvgPool, flatten, padChannels, dense, batchNorm, scale],
  ...[relu, leakyRelu, elu, gelu, silu, sigmoid, tanh, dropout, residual],
];

const byType = new Map(layers.map((layer) => [layer.type, layer]));

export function layerDefinition(type: string): LayerDefinition | undefined {
  return byType.get(type);
}
