import { expect, it } from 'vitest';
import { measure } from '../../../src/ui/inside/maps/measured';

it('a gradient is told by the magnitudes at its points, and the area where it is', () => {
  const gradient = new Float32Array(3 * 1024);
  gradient[3 * 32 + 5] = -2;
  gradient[1024 + 3 * 32 + 5] = 0.5;
  gradient[2 * 1024 + 10 * 32 + 1] = 1;
  const { magnitudes, count, area } = measure(gradient);
  expect([magnitudes[3 * 32 + 5], magnitudes[10 * 32 + 1], magnitudes[0]]).toEqual([2.5, 1, 0]);
  expect({ count, area }).toEqual({ count: 2, area: { top: 3, bottom: 10, left: 1, right: 5 } });
  expect(measure(new Float32Array(3 * 1024))).toMatchObject({ count: 0, area: undefined });
});
