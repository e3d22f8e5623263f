import type { ParameterSpec, LayerDefinition } from './types';
import { initField, initialiser, numeric } from './options';
import { slidingWindow, windowShape } from './window';
import { lowerConvolution } from '../plan/convolution';

const MAX_PADDING = 16;

/**
 * Cross-correlation of a C × H × W picture with `filters` kernels of C × F × F, plus a bias a filter:
 * output `filters` × H' × W', weight [filters, C, F, F] as torch.nn.Conv2d has it.
 */
export const conv2d: LayerDefinition = {
  type: 'conv2d',
  group: 'convolution',
  fields: [
    { kind: 'integer', name: 'filters', default: 16, min: 1, max: 1024 },
    { kind: 'integer', name: 'kernel', default: 3, min: 1, max: 64 },
    { kind: 'integer', name: 'stride', default: 1, min: 1, max: 16 },
    { kind: 'padding', name: 'padding', default: 'same', max: MAX_PADDING },
    { kind: 'boolean', name: 'bias', default: true },
    initField,
  ],
  window: (input, options) => slidingWindow(input, numeric(options, 'kernel'), numeric(options, 'stride'), options['padding']),
  shape(input, options) {
    const window = slidingWindow(input, numeric(options, 'kernel'), numeric(options, 'stride'), options['padding']);
    return windowShape(input, window, numeric(options, 'filters'), { maxPadding: MAX_PADDING });
  },
  parameters(input, _output, options) {
    const filters = numeric(options, 'filters');
    const kernel = numeric(options, 'kernel');
    const fans = { fanIn: input.channels * kernel * kernel, fanOut: filters * kernel * kernel };
    const weight: ParameterSpec = {
      name: 'weight',
      shape: [filters, input.channels, kernel, kernel],
      init: initialiser(options),
      ...fans,
    };
    return options['bias'] === true ? [weight, { name: 'bias', shape: [filters], init: 'zeros', ...fans }] : [weight];
  },
  multiplyAdds(input, output, options) {
    const kernel = numeric(options, 'kernel');
    return output.channels * output.height * output.width * kernel * kernel * input.channels;
  },
  lower: lowerConvolution,
};
