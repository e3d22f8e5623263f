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
export function noiseFrom({ values }: NoiseBlock, shift: number): Values {
  return (index) => values[(index + shift) % PERIOD] as number;
}
