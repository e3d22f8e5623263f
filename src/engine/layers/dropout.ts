import { lowerDropout } from '../plan/dropout';
import { numeric } from './options';
import type { LayerDefinition } from './types';

/**
 * In training, makes each value zero with probability `rate` and scales the rest by 1 / (1 − `rate`), as torch.nn.Dropout
 * does; else passes everything on. Each layer and each step draws anew.
 */
export const dropout: LayerDefinition = {
  type: 'dropout',
  group: 'regularisation',
  fields: [{ kind: 'number', name: 'rate', default: 0.5, min: 0, max: 0.999, step: 0.05 }],
  shape: (input) => ({ output: input }),
  parameters: () => [],
  multiplyAdds: () => 0,
  lower: (lowering, input, { path, options }) => lowerDropout(lowering, input, path, numeric(options, 'rate')),
};
