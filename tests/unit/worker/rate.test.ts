import { describe, expect, it } from 'vitest';
import { RateMeter } from '../../../src/worker/rate';

it('averages the last three seconds of steps', () => {
  const rate = new RateMeter(0);
  rate.begin(1000);
  rate.add(3000, 10);
  expect(rate.picturesPerSecond).toBe(5);
  for (let step = 1; step <= 40; step++) rate.add(3000 + 100 * step, 10);
  expect(rate.picturesPerSecond).toBeCloseTo(100, 6);
  expect(rate.stepMilliseconds).toBeCloseTo(100, 6);
  expect(rate.seconds).toBeCloseTo(6, 6);
});

it('leaves pauses out of the time, and validations out of the rate', () => {
  const rate = new RateMeter(0);
  rate.begin(0);
  rate.add(1000, 10);
  rate.spend(3000);
  rate.begin(60_000);
  rate.add(61_000, 10);
  expect(rate.picturesPerSecond).toBe(10);
  expect(rate.seconds).toBe(4);
});

it('knows nothing before the first step', () => {
  expect(new RateMeter(0).picturesPerSecond).toBe(0);
  expect(new RateMeter(0).stepMilliseconds).toBe(0);
});

/**
 * Steps on a device that takes `work` milliseconds for each, and one after another; their news comes at multiples of `tick`
 * milliseconds, or at once. All times are made up.
 */
function train({ work, tick, seconds, newsMilliseconds = tick }: { work: number; tick: number; seconds: number; newsMilliseconds?: number }) {
  const rate = new RateMeter(newsMilliseconds);
  const flying: { readonly done: number; readonly told: number }[] = [];
  let [now, free, landed, late, most] = [0, 0, 0, 0, 0];
  rate.begin(now);
  for (; now < 1000 * seconds; now += 0.1) {
    free = Math.max(free, now) + work;
    flying.push({ done: free, told: tick > 0 ? Math.ceil(free / tick) * tick : free });
    if (now > 500 * seconds) most = Math.max(most, free - now);
    while (flying.length >= rate.depth) {
      now = Math.max(now, flying.shift()?.told ?? 0);
      rate.add(now, 1);
      landed++;
      if (now > 500 * seconds) late++;
    }
  }
  return { share: (late * work) / (now - 500 * seconds), most, landed };
}

describe('the steps on their way', () => {
  const works = [2, 5, 20, 70, 150, 400, 1000];

  it.each(works)('keep a device busy that tells of them every 100 ms, at %i ms a step', (work) => {
    const { share, most } = train({ work, tick: 100, seconds: 30 });
    expect(share).toBeGreaterThan(0.75);
    // What Pause waits for: one step at least, and no more than a fraction of a second of others.
    expect(most).toBeLessThanOrEqual(work + 201);
  });

  it('would be held near ten a second there if the wait for news were taken for work', () => {
    expect(train({ work: 5, tick: 100, seconds: 30, newsMilliseconds: 0 }).share).toBeLessThan(0.06);
  });

  it.each(works)('keep a device busy that tells of them every 4 ms, at %i ms a step', (work) => {
    const { share, most } = train({ work, tick: 4, seconds: 30 });
    expect(share).toBeGreaterThan(0.9);
    expect(most).toBeLessThanOrEqual(Math.max(work, 100) + 6);
  });

  it.each(works)('are 100 ms of work and eight at most on a device that tells of them at once, at %i ms a step', (work) => {
    const { share, most } = train({ work, tick: 0, seconds: 30 });
    expect(share).toBeGreaterThan(0.98);
    expect(most).toBeLessThan(Math.min(Math.max(work, 100), 8 * work) + 0.5);
  });
});
