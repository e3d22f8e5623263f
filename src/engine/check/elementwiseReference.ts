import { groupsOf } from '../plan/layout';
import { volume, type Shape } from '../graph/spec';
import type { Reference, ReferenceInputs } from './reference';

/** The mean of each channel of `shape`. */
export function channelMeans(shape: Shape, { input, outputGradient }: ReferenceInputs): Reference {
  const positions = shape.height * shape.width;
  const output = new Float64Array(outputGradient.length);
  const inputGradient = new Float64Array(input.length);
  for (let index = 0; index < input.length; index++) {
    const channel = Math.floor(index / positions);
    output[channel] = (output[channel] ?? 0) + (input[index] ?? NaN) / positions;
    inputGradient[index] = (outputGradient[channel] ?? NaN) / positions;
  }
  return { output, inputGradient, parameterGradients: [] };
}

/** Values of `shape` with zeros in further channels, up to `channels`. */
export function widened(shape: Shape, channels: number, { input, outputGradient }: ReferenceInputs): Reference {
  const [narrow, wide] = [volume(shape), volume({ ...shape, channels })];
  const output = new Float64Array(outputGradient.length);
  const inputGradient = new Float64Array(input.length);
  for (let index = 0; index < input.length; index++) {
    const place = Math.floor(index / narrow) * wide + (index % narrow);
    output[place] = input[index] ?? NaN;
    inputGradient[index] = outputGradient[place] ?? NaN;
  }
  return { output, inputGradient, parameterGradients: [] };
}

/** What dropout leaves of values of `shape`: a step's `seed`, the layer's `stream` and the place on the device tell which. */
export function dropped(shape: Shape, rate: number, seed: number, stream: number, { input, outputGradient }: ReferenceInputs): Reference {
  const positions = shape.height * shape.width;
  const factor = (index: number) => {
    const picture = Math.floor(index / volume(shape));
    const channel = Math.floor(index / positions) % shape.channels;
    const group = (picture * positions + (index % positions)) * groupsOf(shape.channels) + Math.floor(channel / 4);
    const bits = pcg4d([group, stream, seed, 0])[channel % 4] ?? NaN;
    return bits < rate * 2 ** 32 ? 0 : 1 / (1 - rate);
  };
  return {
    output: Float64Array.from(input, (value, index) => value * factor(index)),
    inputGradient: Float64Array.from(outputGradient, (value, index) => value * factor(index)),
    parameterGradients: [],
  };
}

/** Four random words out of any four: see shaders/dropout.wgsl. */
export function pcg4d(key: readonly [number, number, number, number]): readonly [number, number, number, number] {
  let [x, y, z, w] = key.map((word) => Math.imul(word, 1664525) + 1013904223) as [number, number, number, number];
  const stir = () => {
    x = (x + Math.imul(y, w)) >>> 0;
    y = (y + Math.imul(z, x)) >>> 0;
    z = (z + Math.imul(x, y)) >>> 0;
    w = (w + Math.imul(y, z)) >>> 0;
  };
  stir();
  [x, y, z, w] = [x, y, z, w].map((word) => word ^ (word >>> 16)) as [number, number, number, number];
  stir();
  return [x, y, z, w];
}
