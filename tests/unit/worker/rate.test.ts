import { expect, it } from 'vitest';
import { RateMeter } from '../../../src/worker/rate';

it('averages the last three seconds of steps', () => {
  const rate = new RateMeter();
  rate.begin(1000);
  rate.add(3000, 10);
  expect(rate.picturesPerSecond).toBe(5);
  for (let step = 1; step <= 40; step++) rate.add(3000 + 100 * step, 10);
  expect(rate.picturesPerSecond).toBeCloseTo(100, 6);
  expect(rate.stepMilliseconds).toBeCloseTo(100, 6);
  expect(rate.seconds).toBeCloseTo(6, 6);
});

it('leaves pauses out of the time, and validations out of the rate', () => {
  const rate = new RateMeter();
  rate.begin(0);
  rate.add(1000, 10);
  rate.spend(3000);
  rate.begin(60_000);
  rate.add(61_000, 10);
  expect(rate.picturesPerSecond).toBe(10);
  expect(rate.seconds).toBe(4);
});

it('knows nothing before the first step', () => {
  expect(new RateMeter().picturesPerSecond).toBe(0);
  expect(new RateMeter().stepMilliseconds).toBe(0);
});
