import type { LayerDefinition, Options, ShapeAnswer, Window } from './types';
import type { Shape } from '../shape';
import { numeric } from './options';
import { slidingWindow, windowShape } from './window';

const MAX_PADDING = 16;

function poolWindow(input: Shape, options: Options): Window {
  return slidingWindow(input, numeric(options, 'size'), numeric(options, 'stride'), options['padding']);
}

function poolShape(input: Shape, options: Options): ShapeAnswer {
  const size = numeric(options, 'size');
  const padding = options['padding'];
  // A window that lies wholly on zeros has no maximum; PyTorch draws the same line.
  if (typeof padding === 'number' && padding > size / 2) {
    return { problem: { code: 'model.poolPadding', params: { padding, size, most: Math.floor(size / 2) }, path: 'padding' } };
  }
  return windowShape(input, poolWindow(input, options), input.channels, { maxPadding: Math.floor(size / 2) });
}

const pool: LayerDefinition = {
  group: 'pooling',
  reach: { places: 'window', channels: 'own' },
  fields: [
    { kind: 'integer', name: 'size', default: 2, min: 1, max: 64 },
    { kind: 'integer', name: 'stride', default: 2, min: 1, max: 16 },
    { kind: 'padding', name: 'padding', default: 0, max: MAX_PADDING },
  ],
  window: poolWindow,
  shape: poolShape,
  parameters: () => [],
  multiplyAdds: () => 0,
};

/** The largest value under each window; zeros of the padding never win. */
export const maxPool2d = pool;

/** The mean under each window; zeros of the padding count, as in PyTorch. */
export const avgPool2d = pool;
