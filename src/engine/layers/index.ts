import { elu, gelu, leakyRelu, relu, sigmoid, silu, tanh } from './activations';
import { batchNorm } from './batchNorm';
import { conv2d } from './conv2d';
import { dense } from './dense';
import { dropout } from './dropout';
import { flatten } from './flatten';
import { globalAvgPool } from './globalAvgPool';
import { groupNorm } from './groupNorm';
import { locallyConnected2d } from './locallyConnected2d';
import { padChannels } from './padChannels';
import { avgPool2d, maxPool2d } from './pool';
import { prelu } from './prelu';
import { residual } from './residual';
import { scale } from './scale';
import type { LayerDefinition } from './types';

/** Every layer type there is, in the order of the form's menu. What else there is to know of a type is told by tables that the compiler holds to this list. */
const definitions = {
  ...{ conv2d, locallyConnected2d, maxPool2d, avgPool2d, globalAvgPool, flatten, padChannels, dense, batchNorm, groupNorm, scale },
  ...{ relu, leakyRelu, prelu, elu, gelu, silu, sigmoid, tanh, dropout, residual },
} satisfies Readonly<Record<string, LayerDefinition>>;

export type LayerType = keyof typeof definitions;

export const layers: Readonly<Record<LayerType, LayerDefinition>> = definitions;

export const layerTypes = Object.keys(layers) as readonly LayerType[];

/** The types of a group, in the order of the menu. */
export function typesOf(group: LayerDefinition['group']): readonly LayerType[] {
  return layerTypes.filter((type) => layers[type].group === group);
}

export function isLayerType(type: unknown): type is LayerType {
  return typeof type === 'string' && Object.hasOwn(layers, type);
}
