import { expect, it } from 'vitest';
import { largestMagnitude, parseColour, signedScale } from '../../../src/ui/controls/signedScale';

const colours = { negative: [0, 0, 200], zero: [100, 100, 100], positive: [200, 50, 0] } as const;

it('is centred on zero and symmetric: a magnitude is as far from zero on either side', () => {
  const { colour } = signedScale(4, colours);
  expect(colour(0)).toEqual([100, 100, 100]);
  expect([colour(-4), colour(4)]).toEqual([colours.negative, colours.positive]);
  // A quarter of the way from zero to each end.
  expect([colour(-1), colour(1)]).toEqual([
    [75, 75, 125],
    [125, 88, 75],
  ]);
});

it('gives what lies beyond the limit the colour of the end', () => {
  const { colour } = signedScale(4, colours);
  expect([colour(-Infinity), colour(9)]).toEqual([colours.negative, colours.positive]);
});

it('tells what is no number from zero', () => {
  expect(signedScale(4, colours).colour(NaN)).toEqual([0, 0, 0]);
});

it('shows nothing but zero where there is nothing else', () => {
  expect(signedScale(0, colours).colour(0)).toEqual([100, 100, 100]);
});

it('takes its limit from the largest magnitude, of whatever sign', () => {
  expect(largestMagnitude([1, -3, 2])).toBe(3);
  expect(largestMagnitude([])).toBe(0);
  expect(largestMagnitude([NaN, -Infinity, 2])).toBe(2);
});

it('reads the colours of the tokens', () => {
  expect(parseColour('#1f5fAE')).toEqual([31, 95, 174]);
});
