import type { Change } from '../pictures/augmentation';
import { volume, type Shape } from '../shape';
import { windowOf, type GraphNode } from '../graph/graph';
import type { Window } from '../layers/types';
import type { ChannelStatistics } from '../pictures/pictures';

/** A window that slides over a batch: sizes of a convolution or a pooling. */
export interface Sliding {
  readonly batch: number;
  readonly input: Shape;
  readonly output: Shape;
  readonly window: Window;
}

/** What a layer gives for an input and a gradient at its output, as NCHW and PyTorch's weight layout, in double precision. */
export interface Reference {
  readonly output: Float64Array;
  readonly inputGradient: Float64Array;
  /** In the order of the node's parameters. */
  readonly parameterGradients: readonly Float64Array[];
  /** What a training step makes of the node's states, in their order. */
  readonly states?: readonly Float64Array[];
}

export interface ReferenceInputs {
  readonly batch: number;
  readonly input: ArrayLike<number>;
  readonly outputGradient: ArrayLike<number>;
  readonly parameters: readonly ArrayLike<number>[];
}

const at = (values: ArrayLike<number>, index: number) => values[index] ?? 0;

function add(values: Float64Array, index: number, value: number): void {
  values[index] = at(values, index) + value;
}

/** Visits every pair of an output position and an input position under its window; padding is left out. */
function eachPair(
  { input, output, window: { kernel, stride, dilation, before } }: Sliding,
  visit: (outputPosition: number, inputPosition: number, kernelPosition: number) => void,
): void {
  for (let row = 0; row < output.height; row++) {
    for (let column = 0; column < output.width; column++) {
      for (let ky = 0; ky < kernel; ky++) {
        for (let kx = 0; kx < kernel; kx++) {
          const y = row * stride + ky * dilation - before.rows;
          const x = column * stride + kx * dilation - before.columns;
          if (y < 0 || y >= input.height || x < 0 || x >= input.width) continue;
          visit(row * output.width + column, y * input.width + x, ky * kernel + kx);
        }
      }
    }
  }
}

/**
 * y[n, k] = b[k] + Σ w[k, c] ⋆ x[n, c] (cross-correlation), and its gradients by the product rule; c runs over the channels of
 * k's group, as many as the weights say. With `unshared` weights, w[k, position, c] belongs to one output position.
 */
export function convolution(sliding: Sliding, { batch, input, outputGradient, parameters }: ReferenceInputs, unshared = false): Reference {
  const [weight = [], bias] = parameters;
  const { input: from, output: to, window } = sliding;
  const [inPositions, outPositions, taps] = [from.height * from.width, to.height * to.width, window.kernel ** 2];
  const kernels = to.channels * (unshared ? outPositions : 1);
  const groupChannels = weight.length / (kernels * taps);
  const groupFilters = (to.channels * groupChannels) / from.channels;
  const output = new Float64Array(batch * volume(to));
  const inputGradient = new Float64Array(batch * volume(from));
  const weightGradient = new Float64Array(weight.length);
  const biasGradient = new Float64Array(to.channels);
  for (let n = 0; n < batch; n++) {
    for (let k = 0; k < to.channels; k++) {
      const out = (n * to.channels + k) * outPositions;
      for (let position = 0; position < outPositions; position++) {
        output[out + position] = at(bias ?? [], k);
        add(biasGradient, k, at(outputGradient, out + position));
      }
      for (let c = 0; c < groupChannels; c++) {
        const into = (n * from.channels + Math.floor(k / groupFilters) * groupChannels + c) * inPositions;
        eachPair(sliding, (outputPosition, inputPosition, tap) => {
          const kernel = unshared ? k * outPositions + outputPosition : k;
          const [y, x, w] = [out + outputPosition, into + inputPosition, (kernel * groupChannels + c) * taps + tap];
          add(output, y, at(weight, w) * at(input, x));
          add(inputGradient, x, at(weight, w) * at(outputGradient, y));
          add(weightGradient, w, at(input, x) * at(outputGradient, y));
        });
      }
    }
  }
  return { output, inputGradient, parameterGradients: bias ? [weightGradient, biasGradient] : [weightGradient] };
}

/** The largest value under each window, or the mean with zeros of the padding counted; the first of equal values takes the gradient. */
export function pooling(sliding: Sliding, mode: 'max' | 'average', { batch, input, outputGradient }: ReferenceInputs): Reference {
  const { input: from, output: to, window } = sliding;
  const [inPositions, outPositions] = [from.height * from.width, to.height * to.width];
  const output = new Float64Array(batch * volume(to));
  const inputGradient = new Float64Array(batch * volume(from));
  for (let plane = 0; plane < batch * from.channels; plane++) {
    const [out, into] = [plane * outPositions, plane * inPositions];
    if (mode === 'average') {
      eachPair(sliding, (outputPosition, inputPosition) => {
        add(output, out + outputPosition, at(input, into + inputPosition) / window.kernel ** 2);
        add(inputGradient, into + inputPosition, at(outputGradient, out + outputPosition) / window.kernel ** 2);
      });
      continue;
    }
    const best = new Map<number, number>();
    eachPair(sliding, (outputPosition, inputPosition) => {
      const before = best.get(outputPosition);
      if (before === undefined || at(input, into + inputPosition) > at(input, into + before)) best.set(outputPosition, inputPosition);
    });
    for (const [outputPosition, inputPosition] of best) {
      output[out + outputPosition] = at(input, into + inputPosition);
      add(inputGradient, into + inputPosition, at(outputGradient, out + outputPosition));
    }
  }
  return { output, inputGradient, parameterGradients: [] };
}

/** A picture's NCHW bytes as they are handed to the network: changed, then normalised. */
export function changedPicture(bytes: Uint8Array, shape: Shape, statistics: readonly ChannelStatistics[], change: Change): Float64Array {
  const { height, width } = shape;
  const { flip = false, shift = { row: 0, column: 0, padding: 'zero' }, cutout } = change;
  const values = recoloured(bytes, shape, change);
  const mirrored = (place: number, side: number) => (place < 0 ? -place : place >= side ? 2 * (side - 1) - place : place);
  return Float64Array.from({ length: volume(shape) }, (_, index) => {
    const [channel, row, column] = [Math.floor(index / (height * width)), Math.floor(index / width) % height, index % width];
    if (cutout && isCut(row - cutout.row, cutout.size) && isCut(column - cutout.column, cutout.size)) return 0;
    let fromRow = row + shift.row;
    let fromColumn = (flip ? width - 1 - column : column) + shift.column;
    if (shift.padding === 'reflect') [fromRow, fromColumn] = [mirrored(fromRow, height), mirrored(fromColumn, width)];
    const isInside = fromRow >= 0 && fromRow < height && fromColumn >= 0 && fromColumn < width;
    const { mean = 0, deviation = 1 } = statistics[channel] ?? {};
    return ((isInside ? at(values, (channel * height + fromRow) * width + fromColumn) : 0) - mean) / deviation;
  });
}

/** torchvision's `adjust_contrast`, then its `adjust_brightness`, of values from 0 to 1. */
function recoloured(bytes: Uint8Array, { channels, height, width }: Shape, { contrast = 1, brightness = 1 }: Change): Float64Array {
  const values = Float64Array.from(bytes, (byte) => byte / 255);
  const positions = height * width;
  const shares = channels === 3 ? [0.2989, 0.587, 0.114] : Array.from({ length: channels }, () => 1 / channels);
  const grey = values.reduce((sum, value, index) => sum + (value * at(shares, Math.floor(index / positions))) / positions, 0);
  const clamped = (value: number) => Math.min(Math.max(value, 0), 1);
  return values.map((value) => clamped(brightness * clamped(contrast * value + (1 - contrast) * grey)));
}

/** Half of a cutout's square lies before its centre. */
const isCut = (fromCentre: number, size: number) => fromCentre >= -Math.floor(size / 2) && fromCentre < size - Math.floor(size / 2);

/** Mixup: (1 − share) · a + share · b. */
export function mixed(a: ArrayLike<number>, b: ArrayLike<number>, share: number): number[] {
  return Array.from(a, (value, index) => (1 - share) * value + share * at(b, index));
}

/** The window of a node that slides one. */
export function slidingOf(node: GraphNode, batch: number): Sliding {
  return { batch, input: node.input, output: node.output, window: windowOf(node) };
}
