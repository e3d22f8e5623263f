import { PICTURE_CHANNELS, PICTURE_SIDE } from '../../../data/types';
import type { Area } from '../../../engine/explain/sight';

/** What a gradient with respect to the picture comes to. */
export interface Measured {
  /** The magnitude at each point, summed over the colours. */
  readonly magnitudes: Float32Array;
  /** Points at which it is not zero. */
  readonly count: number;
  /** The least area around those. */
  readonly area: Area | undefined;
}

/** @param gradient NCHW, 3 × 32 × 32 */
export function measure(gradient: Float32Array): Measured {
  const points = PICTURE_SIDE ** 2;
  const colours = Array.from({ length: PICTURE_CHANNELS }, (_, channel) => channel * points);
  const magnitudes = Float32Array.from({ length: points }, (_, point) => colours.reduce((sum, start) => sum + Math.abs(gradient[start + point] ?? 0), 0));
  const moved = [...magnitudes.keys()].filter((point) => magnitudes[point] !== 0);
  if (moved.length === 0) return { magnitudes, count: 0, area: undefined };
  const [rows, columns] = [moved.map((point) => Math.floor(point / PICTURE_SIDE)), moved.map((point) => point % PICTURE_SIDE)];
  const area = { top: Math.min(...rows), bottom: Math.max(...rows), left: Math.min(...columns), right: Math.max(...columns) };
  return { magnitudes, count: moved.length, area };
}
