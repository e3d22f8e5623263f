import { Random } from '../engine/random';

/** Mean and deviation of CIFAR-10's training pictures, red, green and blue, scaled to [0, 1]: every run normalises by them. */
export const CHANNELS = [
  { mean: 0.4914, deviation: 0.247 },
  { mean: 0.4822, deviation: 0.2435 },
  { mean: 0.4465, deviation: 0.2616 },
] as const;

/** Record indices 0 … count − 1 as they lie in the files. */
export function fileOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}

/** The record indices in the order that this epoch (from 0) takes them: a permutation, the same for the same seed. */
export function epochOrder(count: number, seed: number, epoch: number): Uint32Array {
  const order = fileOrder(count);
  Random.from(seed, epoch).shuffle(order);
  return order;
}
