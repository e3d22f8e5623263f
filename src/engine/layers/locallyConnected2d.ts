import { volume, type Shape } from '../shape';
import type { LayerDefinition, Options, Window } from './types';
import { frozenField, initField, numeric, weightAndBias } from './options';
import { slidingWindow, windowShape } from './window';

const MAX_PADDING = 16;

function unsharedWindow(input: Shape, options: Options): Window {
  return slidingWindow(input, numeric(options, 'kernel'), numeric(options, 'stride'), options['padding']);
}

/**
 * A convolution whose weights are not shared: each position of the output has kernels of its own (LeCun 1989; Taigman et al. 2014),
 * y[k, i, j] = b[k] + Σ w[k, i, j, c, u, v] · x[c, S·i + u − P, S·j + v − P]. Weight [filters, H', W', C, F, F], bias [filters];
 * each output weighs as many values as that of a convolution, so the fans are that one's.
 */
export const locallyConnected2d: LayerDefinition = {
  group: 'convolution',
  reach: { places: 'window', channels: 'several' },
  fields: [
    { kind: 'integer', name: 'filters', default: 16, min: 1, max: 1024 },
    { kind: 'integer', name: 'kernel', default: 3, min: 1, max: 64 },
    { kind: 'integer', name: 'stride', default: 1, min: 1, max: 16 },
    { kind: 'padding', name: 'padding', default: 'same', max: MAX_PADDING },
    { kind: 'boolean', name: 'bias', default: true },
    initField,
    frozenField,
  ],
  window: unsharedWindow,
  shape: (input, options) => windowShape(input, unsharedWindow(input, options), numeric(options, 'filters'), { maxPadding: MAX_PADDING }),
  parameters(input, { height, width }, options) {
    const [filters, kernel] = [numeric(options, 'filters'), numeric(options, 'kernel')];
    const fans = { fanIn: input.channels * kernel ** 2, fanOut: filters * kernel ** 2 };
    return weightAndBias(options, [filters, height, width, input.channels, kernel, kernel], fans);
  },
  multiplyAdds: (input, output, options) => volume(output) * input.channels * numeric(options, 'kernel') ** 2,
};
