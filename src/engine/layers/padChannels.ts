import { numeric } from './options';
import type { LayerDefinition } from './types';

/**
 * Adds channels of zeros behind those there are, until there are `channels` of them: what lets an identity go around
 * layers that widen (option A of He et al., arXiv 1512.03385). The paper does not say where the zeros go; some
 * implementations put half of them in front.
 */
export const padChannels: LayerDefinition = {
  group: 'shape',
  reach: { places: 'own', channels: 'own' },
  fields: [{ kind: 'integer', name: 'channels', default: 32, min: 1, max: 8192 }],
  shape(input, options) {
    const channels = numeric(options, 'channels');
    if (channels < input.channels) return { problem: { code: 'model.fewerChannels', params: { channels, before: input.channels }, path: 'channels' } };
    return { output: { ...input, channels } };
  },
  parameters: () => [],
  multiplyAdds: () => 0,
};
