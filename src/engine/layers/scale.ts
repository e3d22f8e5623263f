import { volume } from '../shape';
import type { LayerDefinition } from './types';

/** y = `factor` · x: a constant, which is not trained. Before the loss it makes the softmax more or less certain. */
export const scale: LayerDefinition = {
  group: 'normalisation',
  reach: { places: 'own', channels: 'own' },
  fields: [{ kind: 'number', name: 'factor', default: 0.1, min: -1000, max: 1000, step: 0.1 }],
  shape: (input) => ({ output: input }),
  parameters: () => [],
  multiplyAdds: volume,
};
