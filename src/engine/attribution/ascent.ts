import type { Shape } from '../shape';
import type { Random } from '../random';
import type { ChannelStatistics } from '../pictures/pictures';

/** How a picture climbs. */
export interface AscentRule {
  /** How far a step moves the values on the whole: the root of the mean square of their changes. Of normalised pictures. */
  readonly rate: number;
  /** What share of every value is taken away with each step: an L2 penalty. */
  readonly decay: number;
  /** Deviation of the blur, in points, that follows every fourth step; 0 for none. */
  readonly blur: number;
}

/** Every so many steps the picture is blurred. */
export const BLUR_EVERY = 4;

/** Decay and blur keep out the noise of high frequency that a network answers to and no eye (Yosinski et al., arXiv 1506.06579, section 3). */
export const REGULARISED: AscentRule = { rate: 0.1, decay: 0.01, blur: 0.6 };
export const BARE: AscentRule = { rate: 0.1, decay: 0, blur: 0 };

/** Where a picture begins to climb, normalised: the mean colour of all pictures, a grey, alone or under noise of deviation 0.3. */
export function startPicture({ channels, height, width }: Shape, start: 'noise' | 'grey', random: Random): Float32Array {
  const values = new Float32Array(channels * height * width);
  if (start === 'grey') return values;
  const spread = 0.3 * Math.sqrt(3);
  return values.map(() => random.between(-spread, spread));
}

/**
 * One step of gradient ascent: x ← (1 − decay) (x + rate · g / rms(g)), kept to the colours that a screen has, so that the
 * network sees what the reader sees; then, every fourth time, blurred.
 * @param picture normalised, C × H × W.
 * @param gradient of what is to grow, of the same shape; where it is zero everywhere, it moves nothing.
 * @param step from 1.
 */
export function ascend(
  picture: Float32Array,
  gradient: Float32Array,
  step: number,
  { rate, decay, blur }: AscentRule,
  shape: Shape,
  statistics: readonly ChannelStatistics[],
): Float32Array {
  const size = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0) / gradient.length);
  const points = shape.height * shape.width;
  const moved = picture.map((value, at) => {
    const { mean = 0, deviation = 1 } = statistics[Math.floor(at / points)] ?? {};
    const next = (1 - decay) * (value + (size > 0 ? (rate * (gradient[at] ?? 0)) / size : 0));
    return Math.min((1 - mean) / deviation, Math.max(-mean / deviation, next));
  });
  return blur > 0 && step % BLUR_EVERY === 0 ? blurred(moved, shape, blur) : moved;
}

/** By a Gaussian of this deviation in points, cut off at three of them; at the edges, by what of it lies within. */
export function blurred(picture: Float32Array, { channels, height, width }: Shape, deviation: number): Float32Array {
  const reach = Math.ceil(3 * deviation);
  const bell = Array.from({ length: reach + 1 }, (_, distance) => Math.exp(-(distance ** 2) / (2 * deviation ** 2)));
  const along = (values: Float32Array, count: number, apart: number, startOf: (line: number) => number, lines: number) => {
    const result = new Float32Array(values.length);
    for (let line = 0; line < lines; line++) {
      const start = startOf(line);
      for (let at = 0; at < count; at++) {
        let [sum, weights] = [0, 0];
        for (let other = Math.max(0, at - reach); other <= Math.min(count - 1, at + reach); other++) {
          const weight = bell[Math.abs(other - at)] ?? 0;
          sum += weight * (values[start + other * apart] ?? 0);
          weights += weight;
        }
        result[start + at * apart] = sum / weights;
      }
    }
    return result;
  };
  const acrossRows = along(picture, width, 1, (line) => line * width, channels * height);
  const startOfColumn = (line: number) => Math.floor(line / width) * height * width + (line % width);
  return along(acrossRows, height, width, startOfColumn, channels * width);
}
