import type { LayerDefinition } from './types';

/**
 * x where it is positive, else slope · x, with a slope that is learnt (He et al., arXiv 1502.01852): one in all, or one a channel, as
 * torch.nn.PReLU has them. The gradient at 0 is the slope.
 */
export const prelu: LayerDefinition = {
  group: 'activation',
  reach: { places: 'own', channels: 'own' },
  fields: [
    { kind: 'boolean', name: 'perChannel', default: false },
    { kind: 'number', name: 'initialSlope', default: 0.25, min: -10, max: 10, step: 0.05 },
  ],
  shape: (input) => ({ output: input }),
  parameters({ channels }, _output, options) {
    return [{ name: 'weight', shape: [options['perChannel'] === true ? channels : 1], init: Number(options['initialSlope']), fanIn: 1, fanOut: 1 }];
  },
  multiplyAdds: () => 0,
};
