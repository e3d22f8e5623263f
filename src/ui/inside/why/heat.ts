import { PICTURE_SIDE } from '../../../data/types';
import type { SignedScale } from '../../controls/signedScale';

const POINTS = PICTURE_SIDE ** 2;
/** How much of the picture's grey is left under the colours, and how much of a colour lies over it at the ends of the scale. */
const GROUND = 0.55;
const COVER = 0.9;

/** Points of a picture in grey, under the colours of 32 × 32 values: the larger a value's magnitude, the less is seen of the picture. RGBA. */
export function heatPoints(pixels: Uint8Array, values: Float32Array, scale: SignedScale): Uint8ClampedArray<ArrayBuffer> {
  const zero = scale.colour(0);
  const points = new Uint8ClampedArray(4 * POINTS);
  for (let point = 0; point < POINTS; point++) {
    const value = values[point] ?? 0;
    const share = scale.limit > 0 ? COVER * Math.min(1, Math.abs(value) / scale.limit) : 0;
    const end = scale.colour(Math.sign(value) * scale.limit);
    const grey = greyOf(pixels, point);
    const mixed = (channel: 0 | 1 | 2) => {
      const ground = GROUND * grey + (1 - GROUND) * zero[channel];
      return ground + share * (end[channel] - ground);
    };
    points.set([mixed(0), mixed(1), mixed(2), 255], 4 * point);
  }
  return points;
}

function greyOf(pixels: Uint8Array, point: number): number {
  return 0.299 * (pixels[point] ?? 0) + 0.587 * (pixels[POINTS + point] ?? 0) + 0.114 * (pixels[2 * POINTS + point] ?? 0);
}
