import { volume, type Shape } from '../../src/engine/shape';
import type { Random } from '../../src/engine/random';
import type { Pictures } from '../../src/engine/pictures/pictures';

/** CIFAR-10's means and deviations of the channels, as the design fixes them. */
export const NORMALISATION = [
  { mean: 0.4914, deviation: 0.247 },
  { mean: 0.4822, deviation: 0.2435 },
  { mean: 0.4465, deviation: 0.2616 },
] as const;

/** Random bytes and labels, as the trainer reads them. */
export function drawPictures(random: Random, shape: Shape, count: number, classes = 10): Pictures {
  const labels = Array.from({ length: count }, () => random.below(classes));
  const bytes = Array.from({ length: count }, () => Uint8Array.from({ length: volume(shape) }, () => random.below(256)));
  return { label: (index) => labels[index] ?? 0, picture: (index) => bytes[index] ?? new Uint8Array() };
}

/** The pictures at `indices` as the network sees them: NCHW, scaled to [0, 1], less the channel's mean, by its deviation. */
export function normalised(pictures: Pictures, shape: Shape, indices: Iterable<number>): Float32Array {
  const positions = shape.height * shape.width;
  const values = [...indices].flatMap((index) =>
    Array.from(pictures.picture(index), (byte, at) => {
      const { mean, deviation } = NORMALISATION[Math.floor(at / positions)] ?? { mean: 0, deviation: 1 };
      return (byte / 255 - mean) / deviation;
    }),
  );
  return Float32Array.from(values);
}

export const labelsOf = (pictures: Pictures, indices: Iterable<number>): number[] => [...indices].map((index) => pictures.label(index));
