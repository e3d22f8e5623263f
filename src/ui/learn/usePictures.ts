import { useMemo } from 'react';
import type { SamplePicture } from '../../data/types';
import { PICTURE_CHANNELS, PICTURE_SIDE } from '../../data/types';
import { useData } from '../../state/data';

const NONE: readonly SamplePicture[] = [];
const PLANE = PICTURE_SIDE ** 2;

/** The sample pictures of the data in use: a few of each class; none until there is data. */
export function useSamples(): readonly SamplePicture[] {
  return useData((state) => state.summary?.samples) ?? NONE;
}

/** The first sample of a class. */
export function firstOfClass(samples: readonly SamplePicture[], label: number): SamplePicture | undefined {
  return samples.find((sample) => sample.label === label);
}

/** A 32×32 picture as an image that an SVG can show: its colours, or one of them alone. */
export function useImage(pixels: Uint8Array | undefined, channel?: number): string | undefined {
  return useMemo(
    () => pixels && imageOf(PICTURE_SIDE, PICTURE_SIDE, (point, colour) => ((channel ?? colour) === colour ? (pixels[colour * PLANE + point] ?? 0) : 0)),
    [pixels, channel],
  );
}

/** The address of an image whose bytes are told for each point, row by row, and colour (red, green, blue). */
export function imageOf(width: number, height: number, byte: (point: number, colour: number) => number): string | undefined {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  const image = context.createImageData(width, height);
  for (let point = 0; point < width * height; point++) {
    for (let colour = 0; colour < PICTURE_CHANNELS; colour++) image.data[4 * point + colour] = byte(point, colour);
    image.data[4 * point + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
