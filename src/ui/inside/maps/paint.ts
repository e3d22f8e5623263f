import type { SignedScale } from '../../controls';
import { cornerOf, type Sheet } from './sheet';

/** Colours on either side of zero that a scale is told in. */
const SHADES = 256;

/** The points of a sheet: every value a square in its colour, nothing between the maps. */
export function paintSheet(sheet: Sheet, values: Float32Array, { limit, colour }: SignedScale): ImageData {
  const { shape, scale, count, width, height } = sheet;
  const image = new ImageData(width, height);
  const shades = Array.from({ length: 2 * SHADES + 1 }, (_, at) => colour(((at - SHADES) / SHADES) * limit));
  const perValue = limit > 0 ? SHADES / limit : 0;
  for (let channel = 0; channel < count; channel++) {
    for (let row = 0; row < shape.height; row++) {
      for (let column = 0; column < shape.width; column++) {
        const value = values[(channel * shape.height + row) * shape.width + column] ?? 0;
        const [red, green, blue] = shades[SHADES + Math.round(Math.max(-SHADES, Math.min(SHADES, value * perValue)))] ?? [0, 0, 0];
        const { x, y } = cornerOf(sheet, { channel, row, column });
        for (let down = 0; down < scale; down++) {
          for (let at = 4 * ((y + down) * width + x), end = at + 4 * scale; at < end; at += 4) {
            image.data[at] = red;
            image.data[at + 1] = green;
            image.data[at + 2] = blue;
            image.data[at + 3] = 255;
          }
        }
      }
    }
  }
  return image;
}
