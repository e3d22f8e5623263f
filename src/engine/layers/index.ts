import type { LayerDefinition } from './types';
import { conv2d } from './conv2d';
import { dense } from './dense';
import { flatten } from './flatten';
import { avgPool2d, maxPool2d } from './pool';
import { relu } from './relu';
import { residual } from './residual';

/** Every layer type there is, in the order of the form's menu. The one place that lists them. */
export const layers: readonly LayerDefinition[] = [conv2d, maxPool2d, avgPool2d, flatten, dense, relu, residual];

const byType = new Map(layers.map((layer) => [layer.type, layer]));

export function layerDefinition(type: string): LayerDefinition | undefined {
  return byType.get(type);
}
