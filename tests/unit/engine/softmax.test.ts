import { describe, expect, it } from 'vitest';
import { indexOfLargest, softmax } from '../../../src/engine/metrics/softmax';

describe('the largest of some values', () => {
  it.each([
    ['somewhere', [1, 3, 2], 1],
    ['twice: the first', [1, 3, 3], 1],
    ['below zero', [-3, -1, -2], 1],
    ['infinite', [1, -Infinity, Infinity], 2],
    ['nowhere: the first', [-Infinity, -Infinity], 0],
    ['not a number, as for torch.argmax', [1, NaN, Infinity], 1],
    ['not a number, twice: the first', [NaN, 1, NaN], 0],
  ])('is %s', (_, values, place) => {
    expect(indexOfLargest(Float32Array.from(values))).toBe(place);
  });
});

describe('softmax', () => {
  it('is that of each picture by itself', () => {
    const found = softmax(Float32Array.of(0, Math.log(3), -Infinity, 0), 2);
    [0.25, 0.75, 0, 1].forEach((expected, at) => expect(found[at]).toBeCloseTo(expected, 6));
  });

  it.each([NaN, Infinity])('of a picture with a logit of %d is not a number anywhere', (logit) => {
    const found = softmax(Float32Array.of(0, logit, 0, 0), 2);
    expect([...found]).toEqual([NaN, NaN, 0.5, 0.5]);
  });
});
