import type { Shape } from '../shape';
import type { LayerDefinition } from './types';

const written = ({ channels, height, width }: Shape) => `${channels}×${height}×${width}`;
const alike = (a: Shape, b: Shape) => a.channels === b.channels && a.height === b.height && a.width === b.width;

/** layers(x) + shortcut(x): a block around which the signal, and the gradient on its way back, have a shorter way (He et al., arXiv 1512.03385). */
export const residual: LayerDefinition = {
  group: 'block',
  reach: 'ways',
  fields: [],
  lists: ['layers', 'shortcut'],
  shape(input, _options, [layers = input, shortcut = input]) {
    if (alike(layers, shortcut)) return { output: layers };
    return { problem: { code: 'model.waysDiffer', params: { layers: written(layers), shortcut: written(shortcut) } } };
  },
  parameters: () => [],
  multiplyAdds: () => 0,
};
