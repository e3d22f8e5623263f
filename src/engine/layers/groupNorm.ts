import { volume } from '../shape';
import { numeric } from './options';
import type { LayerDefinition, ParameterSpec } from './types';

/**
 * y = γ · (x − mean) / √(variance + ε) + β, with the mean and the biased variance of each picture's own groups of channels over all
 * positions (Wu and He, arXiv 1803.08494), as torch.nn.GroupNorm has it: the same in training and outside. One group is layer
 * normalisation, a group for each channel instance normalisation. Without `affine`, γ is 1 and β is 0, and there are no weights.
 */
export const groupNorm: LayerDefinition = {
  group: 'normalisation',
  reach: { places: 'all', channels: 'several' },
  fields: [
    { kind: 'integer', name: 'channelGroups', default: 4, min: 1, max: 8192 },
    { kind: 'number', name: 'epsilon', default: 1e-5, min: 1e-12, max: 1, step: 'decade' },
    { kind: 'boolean', name: 'affine', default: true },
  ],
  shape(input, options) {
    const groups = numeric(options, 'channelGroups');
    if (input.channels % groups === 0) return { output: input };
    return { problem: { code: 'model.channelsUneven', params: { groups, channels: input.channels }, path: 'channelGroups' } };
  },
  parameters({ channels }, _output, options) {
    const each = { shape: [channels], fanIn: 1, fanOut: 1 };
    const affine: readonly ParameterSpec[] = [
      { ...each, name: 'weight', init: 'ones' },
      { ...each, name: 'bias', init: 'zeros', isShift: true },
    ];
    return options['affine'] === true ? affine : [];
  },
  /** Each normalised value times γ, plus β. */
  multiplyAdds: volume,
};
