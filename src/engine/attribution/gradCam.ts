import type { Shape } from '../shape';

/**
 * Where a layer sees what speaks for a class: ReLU(Σ α_k A_k), where A_k is what channel k gives and α_k the mean over its
 * positions of the logit's gradient there (Selvaraju et al., arXiv 1610.02391, equations 1 and 2).
 * @param output of the layer for one picture, C × H × W.
 * @param gradient of the logit with respect to it, of the same shape.
 * @returns H × W values of 0 or more.
 */
export function gradCam(output: Float32Array, gradient: Float32Array, { channels, height, width }: Shape): Float32Array {
  const positions = height * width;
  const map = new Float32Array(positions);
  for (let channel = 0; channel < channels; channel++) {
    const from = channel * positions;
    const weight = gradient.subarray(from, from + positions).reduce((sum, value) => sum + value, 0) / positions;
    for (let at = 0; at < positions; at++) map[at] = (map[at] ?? 0) + weight * (output[from + at] ?? 0);
  }
  return map.map((value) => Math.max(0, value));
}

/** A map stretched bilinearly over `side` × `side` points; centres of corner values lie half a value within the corners. */
export function stretched(map: Float32Array, height: number, width: number, side: number): Float32Array {
  const result = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    const [top, bottom, down] = between(row, side, height);
    for (let column = 0; column < side; column++) {
      const [left, right, along] = between(column, side, width);
      const at = (y: number, x: number) => map[y * width + x] ?? 0;
      const above = at(top, left) * (1 - along) + at(top, right) * along;
      const below = at(bottom, left) * (1 - along) + at(bottom, right) * along;
      result[row * side + column] = above * (1 - down) + below * down;
    }
  }
  return result;
}

/** The two of `count` values that a point of `side` lies between, and how far it is from the first to the second. */
function between(point: number, side: number, count: number): readonly [number, number, number] {
  const place = Math.min(count - 1, Math.max(0, ((point + 0.5) * count) / side - 0.5));
  const first = Math.floor(place);
  return [first, Math.min(count - 1, first + 1), place - first];
}
