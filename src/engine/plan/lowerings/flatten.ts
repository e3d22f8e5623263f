import type { LowerLayer } from '../lowering';
import type { Tensor } from '../types';

/** Lowers `flatten`: the same values in the same places, counted as one vector of C·H·W channels in NCHW order. */
export const lowerFlatten: LowerLayer = (lowering, input) => {
  const { channels, height, width } = input.shape;
  const padded = input.channelGroups * 4;
  const channelMap: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    for (let position = 0; position < height * width; position++) {
      channelMap.push(position * padded + (input.channelMap?.[channel] ?? channel));
    }
  }
  const positions = (input.positions ?? 1) * height * width;
  const output: Tensor = {
    storage: input.storage,
    shape: { channels: channels * height * width, height: 1, width: 1 },
    channelGroups: height * width * input.channelGroups,
    channelMap,
    ...(positions > 1 ? { positions } : {}),
    differentiable: input.differentiable,
  };
  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (gradient) lowering.setGradient(input, { ...input, storage: gradient.storage });
  });
  return output;
};
