import type { Shape } from '../shape';

/**
 * How much a logit changes with each point of a picture: the largest magnitude of its gradient over the point's channels
 * (Simonyan, Vedaldi and Zisserman, arXiv 1312.6034, section 3.1).
 * @param gradient of the logit with respect to the picture, C × H × W.
 * @returns H × W values of 0 or more.
 */
export function saliency(gradient: Float32Array, { channels, height, width }: Shape): Float32Array {
  const points = height * width;
  const map = new Float32Array(points);
  for (let channel = 0; channel < channels; channel++) {
    for (let point = 0; point < points; point++) {
      map[point] = Math.max(map[point] ?? 0, Math.abs(gradient[channel * points + point] ?? 0));
    }
  }
  return map;
}
