import type { LayerDefinition } from './types';

/** The mean of each channel over the whole picture, C × H × W to C × 1 × 1: torch.nn.AdaptiveAvgPool2d(1). */
export const globalAvgPool: LayerDefinition = {
  group: 'pooling',
  reach: { places: 'all', channels: 'own' },
  fields: [],
  shape: ({ channels }) => ({ output: { channels, height: 1, width: 1 } }),
  parameters: () => [],
  multiplyAdds: () => 0,
};
