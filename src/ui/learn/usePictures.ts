import { useMemo } from 'react';
import { useData } from '../../state/data';
import type { SamplePicture } from '../../data/types';
import { PICTURE_CHANNELS, PICTURE_SIDE } from '../../data/types';

/** The sample pictures of the data in use: a few of each class; none until there is data. */
export function useSamples(): readonly SamplePicture[] {
  return useData((state) => state.summary?.samples) ?? NONE;
}

const NONE: readonly SamplePicture[] = [];
const PLANE = PICTURE_SIDE ** 2;

/** A 32×32 picture as an image that an SVG can show: its colours, or one channel alone as grey. */
export function useImage(pixels: Uint8Array | undefined, channel?: number): string | undefined {
  return useMemo(() => pixels && draw((point, colour) => pixels[(channel ?? colour) * PLANE + point] ?? 0), [pixels, channel]);
}

function draw(byte: (point: number, colour: number) => number): string | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = PICTURE_SIDE;
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  const image = context.createImageData(PICTURE_SIDE, PICTURE_SIDE);
  for (let point = 0; point < PLANE; point++) {
    for (let colour = 0; colour < PICTURE_CHANNELS; colour++) image.data[4 * point + colour] = byte(point, colour);
    image.data[4 * point + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
