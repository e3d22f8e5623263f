import { fromHalves, toHalves } from '../weights/half';
import { Random } from '../random';

/**
 * Numbers after which noise repeats: 2 × 32,749, a prime. Sizes of tensors are products of small numbers, so a kernel that
 * reads a wrong place finds another number there; even, since two halves fill a word.
 */
export const PERIOD = 65_498;

/** What a binding is filled with. */
export interface NoiseKind {
  /** In half precision. */
  readonly half: boolean;
  /** From 0.1 to 1, for what is a variance or a count; else from −1 to 1. */
  readonly positive: boolean;
  /** The numbers are so many times as large. */
  readonly scale: number;
}

export const noiseKey = ({ half, positive, scale }: NoiseKind) => `${half} ${positive} ${scale}`;

/** Random numbers as a device stores them, to be repeated, and their values on the host. */
export interface NoiseBlock {
  readonly words: Uint32Array;
  readonly values: Float32Array;
}

export function noiseBlock({ half, positive, scale }: NoiseKind): NoiseBlock {
  const random = Random.from(1);
  const values = Float32Array.from({ length: PERIOD }, () => (positive ? random.between(0.1, 1) : random.between(-1, 1)) * scale);
  if (!half) return { words: new Uint32Array(values.buffer), values };
  const words = toHalves(values);
  return { words, values: fromHalves(words.buffer as ArrayBuffer) };
}

/** What a binding holds: the value at each place. */
export type Values = (index: number) => number;

/** Noise from its number `shift` on. */
export interface NoiseView {
  readonly values: Float32Array;
  readonly shift: number;
}

export function noiseFrom({ values, shift }: NoiseView): Values {
  return (index) => values[(index + shift) % PERIOD] as number;
}

/** Σ aᵢ bᵢ over so many numbers of two bindings, each from its own place on and in steps of its own. */
export type Dot = (from: number, step: number, otherFrom: number, otherStep: number, count: number) => number;

/** Written for speed: this is what a proof takes most of its time for on the host. */
export function dotOf(one: NoiseView, other: NoiseView): Dot {
  const [a, b] = [one.values, other.values];
  return (from, step, otherFrom, otherStep, count) => {
    let [i, j] = [(from + one.shift) % PERIOD, (otherFrom + other.shift) % PERIOD];
    const [iStep, jStep] = [step % PERIOD, otherStep % PERIOD];
    let sum = 0;
    for (let k = 0; k < count; k++) {
      sum += (a[i] as number) * (b[j] as number);
      i += iStep;
      if (i >= PERIOD) i -= PERIOD;
      j += jStep;
      if (j >= PERIOD) j -= PERIOD;
    }
    return sum;
  };
}
