import { expect, it } from 'vitest';
import { slowShareAt } from '../../../src/engine/optim/lookahead';

it('looks back every five steps, the slow weights moving less and less, and after the last', () => {
  const shares = Array.from({ length: 12 }, (_, index) => slowShareAt(index + 1, 12));
  const expected = [5, 10].map((step) => 1 - 0.95 ** 5 * (step / 12) ** 3);
  expect(shares.map((share) => share !== undefined)).toEqual(shares.map((_, index) => [5, 10, 12].includes(index + 1)));
  expect(shares[4]).toBeCloseTo(expected[0] ?? NaN, 12);
  expect(shares[9]).toBeCloseTo(expected[1] ?? NaN, 12);
  // The last weights are the slow ones, as they are.
  expect(shares[11]).toBe(0);
  expect(slowShareAt(10, 10)).toBeCloseTo(1 - 0.95 ** 5, 12);
});
