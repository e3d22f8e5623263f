import type { Kind } from './connections';

/** A row of inputs and the values made of them by a kernel that slides by one, without padding. */
export const INPUTS = 6;
export const KERNEL = 3;
export const OUTPUTS = INPUTS - KERNEL + 1;

/** A line between an input and an output. */
export interface Connection {
  readonly input: number;
  readonly output: number;
}

/** Each free weight with all connections that it weighs. */
export function freeWeights(kind: Kind): readonly (readonly Connection[])[] {
  const outputs = Array.from({ length: OUTPUTS }, (_, output) => output);
  const seen = kind === 'full' ? INPUTS : KERNEL;
  const first = (output: number) => (kind === 'full' ? 0 : output);
  const places = Array.from({ length: seen }, (_, place) => place);
  if (kind === 'shared') return places.map((place) => outputs.map((output) => ({ input: first(output) + place, output })));
  return outputs.flatMap((output) => places.map((place) => [{ input: first(output) + place, output }]));
}
