import { CHANNELS } from '../../data/batches';
import type { RecordSet } from '../../data/types';
import { normalise } from '../../engine/pictures/pictures';

/** Pictures that are looked at together: what every layer gives for each is kept, so there are not many. */
export const LOOKED_AT = 32;

/** Pictures one behind another, normalised. */
export function joined(pictures: readonly Float32Array[]): Float32Array {
  const [first] = pictures;
  const result = new Float32Array(pictures.length * (first?.length ?? 0));
  for (const [index, picture] of pictures.entries()) result.set(picture, index * picture.length);
  return result;
}

/** Pictures of a set from one place to before another, as the network sees them. */
export function normalised(set: RecordSet, from: number, to: number): Float32Array {
  return joined(Array.from({ length: to - from }, (_, index) => normalise(set.picture(from + index), CHANNELS)));
}
