import type { Shape } from '../shape';

/** A square patch that slides over a picture. */
export interface Patch {
  readonly size: number;
  /** Points from one place to the next. */
  readonly stride: number;
}

/** The corner of a patch. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Every place of a patch on a picture, row by row. The last of a row or column ends at the far edge, whatever the stride. */
export function patchPlaces({ height, width }: Shape, { size, stride }: Patch): readonly Place[] {
  const along = (side: number) => {
    const last = Math.max(0, side - size);
    const corners = Array.from({ length: Math.floor(last / stride) + 1 }, (_, index) => index * stride);
    return corners.at(-1) === last ? corners : [...corners, last];
  };
  return along(height).flatMap((row) => along(width).map((column) => ({ row, column })));
}

/** A normalised picture, C × H × W, with the patch over it in the mean colour of all pictures, a grey: 0. */
export function covered(picture: Float32Array, { channels, height, width }: Shape, size: number, { row, column }: Place): Float32Array {
  const result = picture.slice();
  for (let channel = 0; channel < channels; channel++) {
    for (let y = row; y < Math.min(height, row + size); y++) {
      const from = (channel * height + y) * width;
      result.fill(0, from + column, from + Math.min(width, column + size));
    }
  }
  return result;
}

/**
 * How far a class's probability falls as parts of a picture are covered (Zeiler and Fergus, arXiv 1311.2901, section 4.2):
 * for each point the mean over the patches that covered it; negative where the class becomes more probable.
 * @param drops of each place, in their order.
 * @returns H × W values.
 */
export function dropMap(drops: readonly number[], places: readonly Place[], { height, width }: Shape, size: number): Float32Array {
  const sums = new Float32Array(height * width);
  const counts = new Uint16Array(height * width);
  for (const [index, { row, column }] of places.entries()) {
    for (let y = row; y < Math.min(height, row + size); y++) {
      for (let x = column; x < Math.min(width, column + size); x++) {
        sums[y * width + x] = (sums[y * width + x] ?? 0) + (drops[index] ?? 0);
        counts[y * width + x] = (counts[y * width + x] ?? 0) + 1;
      }
    }
  }
  return sums.map((sum, point) => sum / Math.max(1, counts[point] ?? 0));
}
