import { expect } from 'vitest';
import { relativeError } from '../../src/engine/check/relativeError';
import type { Random } from '../../src/engine/random';

/** What fp32 sums taken in another order may differ by, with room to spare. */
const TOLERANCE = 1e-4;

/** Fails unless max |actual − expected| / max |expected| is below 1e-4, or the tolerance given. */
export function expectClose(actual: Float32Array, expected: Float32Array, what: string, tolerance = TOLERANCE): void {
  expect(relativeError(actual, expected), `relative error of ${what}`).toBeLessThan(tolerance);
}

/** Numbers in [−bound, bound). */
export function randomFloats(random: Random, length: number, bound = 1): Float32Array {
  return Float32Array.from({ length }, () => random.between(-bound, bound));
}
