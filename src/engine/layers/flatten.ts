import { volume } from '../shape';
import type { LayerDefinition } from './types';

/** C × H × W to a vector of C·H·W values in NCHW order. */
export const flatten: LayerDefinition = {
  group: 'shape',
  reach: { places: 'linedUp', channels: 'own' },
  fields: [],
  shape: (input) => ({ output: { channels: volume(input), height: 1, width: 1 } }),
  parameters: () => [],
  multiplyAdds: () => 0,
};
