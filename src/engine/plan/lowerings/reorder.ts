import type { Lowering, LowerLayer } from '../lowering';
import type { Pass, Tensor } from '../types';

/**
 * A tensor with each channel at its own number, where a flattened picture keeps another order, and with zeros in the
 * channels that it lacks of `channels`.
 */
export function inOrder(lowering: Lowering, input: Tensor, path: string, channels = input.shape.channels): Tensor {
  const { shape, positions = 1, channelGroups, differentiable } = input;
  if (positions === 1 && channels === shape.channels) return input;
  const output = lowering.tensor(`${path} in order`, { ...shape, channels }, { differentiable });
  const rows = lowering.options.batch * shape.height * shape.width;
  const sizes = { BATCH: rows, POSITIONS: positions, CHANNELS: shape.channels / positions, PADDED: (channelGroups / positions) * 4 };
  const reorder = (pass: Pass, BACK: number, from: Tensor, to: Tensor) => {
    const groups = { IN_C4: from.channelGroups, OUT_C4: to.channelGroups };
    const bindings = [from, to].map(({ storage }) => lowering.whole(storage));
    lowering.emit({ kernel: 'reorder', path, pass, sizes: { ...sizes, ...groups, BACK }, bindings, flops: 0, makes: to.storage });
  };
  reorder('forward', 0, input, output);
  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient || !differentiable) return;
    const inputGradient = lowering.tensorLike(`${path} gradient`, input);
    reorder('backward', 1, gradient, inputGradient);
    lowering.setGradient(input, inputGradient);
  });
  return output;
}

/** Lowers `padChannels`. */
export const lowerPadded: LowerLayer = (lowering, input, { path, output }) => inOrder(lowering, input, path, output.channels);
