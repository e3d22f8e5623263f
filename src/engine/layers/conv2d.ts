import { volume, type Shape } from '../shape';
import type { Problem } from '../problem';
import type { LayerDefinition, Options, ShapeAnswer, Window } from './types';
import { convolutionInitField, frozenField, numeric, weightAndBias } from './options';
import { slidingWindow, windowShape } from './window';

const MAX_PADDING = 16;

function convolutionWindow(input: Shape, options: Options): Window {
  return slidingWindow(input, numeric(options, 'kernel'), numeric(options, 'stride'), options['padding'], numeric(options, 'dilation'));
}

/** Values of a patch that can be whitened: the work grows with their square. */
const MOST_WHITENED = 192;

/** Why a convolution's filters cannot whiten the patches of its input, where they are to. */
function whiteningProblem(input: Shape, options: Options, window: Window): Problem | undefined {
  if (options['init'] !== 'whitening') return undefined;
  const values = weighed(input, options);
  const filters = numeric(options, 'filters');
  if (window.after.rows > 0 || window.after.columns > 0) return { code: 'model.whiteningPadded', params: {}, path: 'padding' };
  if (window.dilation > 1) return { code: 'model.whiteningApart', params: {}, path: 'dilation' };
  if (numeric(options, 'groups') > 1) return { code: 'model.whiteningApart', params: {}, path: 'groups' };
  if (values > MOST_WHITENED) return { code: 'model.whiteningLarge', params: { values, most: MOST_WHITENED }, path: 'kernel' };
  if (filters > 2 * values) return { code: 'model.whiteningFilters', params: { filters, values, most: 2 * values }, path: 'filters' };
  return undefined;
}

function convolutionShape(input: Shape, options: Options): ShapeAnswer {
  const [filters, groups] = [numeric(options, 'filters'), numeric(options, 'groups')];
  if (input.channels % groups !== 0 || filters % groups !== 0) {
    const most = greatestCommonDivisor(input.channels, filters);
    return { problem: { code: 'model.groupsUneven', params: { groups, channels: input.channels, filters, most }, path: 'groups' } };
  }
  const window = convolutionWindow(input, options);
  const problem = whiteningProblem(input, options, window);
  return problem ? { problem } : windowShape(input, window, filters, { maxPadding: MAX_PADDING });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Values that one output weighs. */
function weighed(input: Shape, options: Options): number {
  return (input.channels / numeric(options, 'groups')) * numeric(options, 'kernel') ** 2;
}

/**
 * Cross-correlation of a C × H × W picture with `filters` kernels of C/G × F × F, plus a bias a filter: output `filters` × H' × W',
 * weight [filters, C/G, F, F] as torch.nn.Conv2d has it. With G `groups`, a filter sees the channels of its own group alone; with
 * D `dilation`, the values under its kernel are D apart (Yu and Koltun, arXiv 1511.07122), so that H' = floor((H − (D(F − 1) + 1) + 2P) / S) + 1.
 */
export const conv2d: LayerDefinition = {
  group: 'convolution',
  reach: { places: 'window', channels: 'several' },
  fields: [
    { kind: 'integer', name: 'filters', default: 16, min: 1, max: 1024 },
    { kind: 'integer', name: 'kernel', default: 3, min: 1, max: 64 },
    { kind: 'integer', name: 'stride', default: 1, min: 1, max: 16 },
    { kind: 'padding', name: 'padding', default: 'same', max: MAX_PADDING },
    { kind: 'integer', name: 'dilation', default: 1, min: 1, max: 16 },
    { kind: 'integer', name: 'groups', default: 1, min: 1, max: 1024 },
    { kind: 'boolean', name: 'bias', default: true },
    convolutionInitField,
    frozenField,
  ],
  window: convolutionWindow,
  shape: convolutionShape,
  parameters(input, _output, options) {
    const [filters, kernel, groups] = [numeric(options, 'filters'), numeric(options, 'kernel'), numeric(options, 'groups')];
    const traits = { fanIn: weighed(input, options), fanOut: filters * kernel ** 2, groups };
    return weightAndBias(options, [filters, input.channels / groups, kernel, kernel], traits);
  },
  multiplyAdds: (input, output, options) => volume(output) * weighed(input, options),
};
