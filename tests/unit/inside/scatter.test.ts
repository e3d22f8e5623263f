import { describe, expect, it } from 'vitest';
import { nearestPoint, nextPoint, placesOf } from '../../../src/ui/inside/embedding/scatter';

describe('the places of an embedding', () => {
  it('keep distances in proportion, fill the narrower side, and put what is larger up and to the right', () => {
    // Four wide, one high, in 120 × 100 with a margin of 10: 25 pixels a unit.
    expect([...placesOf(Float32Array.from([0, 0, 4, 1, 2, 0]), 120, 100, 10)]).toEqual([10, 62.5, 110, 37.5, 60, 62.5]);
  });

  it('are in the middle where all points are one', () => {
    expect([...placesOf(Float32Array.from([3, 3, 3, 3]), 100, 50, 5)]).toEqual([50, 25, 50, 25]);
  });
});

/** A cross about 0: right, left, above, below; 5 is further right, 6 right and far above. */
const places = Float32Array.from([0, 0, 10, 1, -10, 0, 0, -10, 0, 10, 30, 0, 9, -20]);
const all = [0, 1, 2, 3, 4, 5, 6];

describe('the nearest point', () => {
  it('is found among those that are shown, within reach', () => {
    expect(nearestPoint(places, all, 8, 2, 5)).toBe(1);
    expect(nearestPoint(places, [0, 5], 8, 2, 5)).toBeUndefined();
    expect(nearestPoint(places, [0, 5], 8, 2, 9)).toBe(0);
  });

  it('in a direction lies within 45° of it', () => {
    expect(nextPoint(places, all, 0, 'ArrowRight')).toBe(1);
    expect(nextPoint(places, all, 1, 'ArrowRight')).toBe(5);
    expect(nextPoint(places, all, 0, 'ArrowLeft')).toBe(2);
    expect(nextPoint(places, all, 0, 'ArrowUp')).toBe(3);
    expect(nextPoint(places, all, 3, 'ArrowUp')).toBe(6);
    expect(nextPoint(places, all, 0, 'ArrowDown')).toBe(4);
    expect(nextPoint(places, all, 5, 'ArrowRight')).toBeUndefined();
  });

  it('passes over those that are hidden', () => {
    expect(nextPoint(places, [0, 5], 0, 'ArrowRight')).toBe(5);
  });
});
