import type { LayerDefinition } from './types';

/**
 * In training, makes each value zero with probability `rate` and scales the rest by 1 / (1 − `rate`), as torch.nn.Dropout
 * does; else passes everything on. Each layer and each step draws anew.
 */
export const dropout: LayerDefinition = {
  group: 'regularisation',
  reach: { places: 'own', channels: 'own' },
  fields: [{ kind: 'number', name: 'rate', default: 0.5, min: 0, max: 0.999, step: 0.05 }],
  shape: (input) => ({ output: input }),
  parameters: () => [],
  multiplyAdds: () => 0,
};
