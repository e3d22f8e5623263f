import type { Tensor } from '../plan/types';

/** Where each NCHW value of a batch lies among a tensor's floats on the device, which are NHWC with padded channels. */
function* places(tensor: Tensor, batch: number): Generator<number> {
  const { channels, height, width } = tensor.shape;
  const positions = height * width;
  for (let picture = 0; picture < batch; picture++) {
    for (let channel = 0; channel < channels; channel++) {
      const place = tensor.channelMap?.[channel] ?? channel;
      for (let position = 0; position < positions; position++) {
        yield (picture * positions + position) * tensor.channelGroups * 4 + place;
      }
    }
  }
}

/** From NCHW to what the device holds; the padding of channels is zero. */
export function packTensor(tensor: Tensor, batch: number, values: ArrayLike<number>): Float32Array {
  const { height, width } = tensor.shape;
  const packed = new Float32Array(batch * height * width * tensor.channelGroups * 4);
  let at = 0;
  for (const place of places(tensor, batch)) packed[place] = values[at++] ?? 0;
  return packed;
}

/** From what the device holds to NCHW. */
export function unpackTensor(tensor: Tensor, batch: number, packed: Float32Array): Float32Array {
  const { channels, height, width } = tensor.shape;
  const values = new Float32Array(batch * channels * height * width);
  let at = 0;
  for (const place of places(tensor, batch)) values[at++] = packed[place] ?? 0;
  return values;
}
