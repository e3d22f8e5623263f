import { volume } from '../shape';
import type { LayerDefinition, ParameterSpec } from './types';

/**
 * y = γ · (x − mean) / √(variance + ε) + β for each channel (Ioffe and Szegedy, arXiv 1502.03167), as torch.nn.BatchNorm2d has it,
 * and BatchNorm1d on a vector: in training the mean and biased variance of the batch over pictures and positions, else
 * running ones, which each step moves by `momentum` towards the mean and unbiased variance of its batch. Without `scale`, γ is 1
 * and there is no such weight.
 */
export const batchNorm: LayerDefinition = {
  group: 'normalisation',
  reach: { places: 'own', channels: 'own' },
  fields: [
    { kind: 'number', name: 'momentum', default: 0.1, min: 0, max: 1, step: 0.01 },
    { kind: 'number', name: 'epsilon', default: 1e-5, min: 1e-12, max: 1, step: 'decade' },
    { kind: 'boolean', name: 'scale', default: true },
  ],
  shape: (input) => ({ output: input }),
  parameters({ channels }, _output, options) {
    const each = { shape: [channels], fanIn: 1, fanOut: 1 };
    const weight: ParameterSpec = { ...each, name: 'weight', init: 'ones' };
    const others: readonly ParameterSpec[] = [
      { ...each, name: 'bias', init: 'zeros', isShift: true },
      { ...each, name: 'running_mean', init: 'zeros', isState: true },
      { ...each, name: 'running_var', init: 'ones', isState: true },
    ];
    return options['scale'] === true ? [weight, ...others] : others;
  },
  /** Each normalised value times γ, plus β. */
  multiplyAdds: volume,
};
