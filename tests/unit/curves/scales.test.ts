import { describe, expect, it } from 'vitest';
import { clock, linearScale, logScale, roundStep, xScale } from '../../../src/ui/curves/scales';

describe('round steps', () => {
  it.each([
    [0.03, 0.05],
    [0.1, 0.1],
    [0.2, 0.2],
    [0.21, 0.5],
    [3, 5],
    [6, 10],
    [1000, 1000],
  ])('%f becomes %f', (width, step) => {
    expect(roundStep(width)).toBeCloseTo(step, 12);
  });
});

describe('the horizontal axis', () => {
  it('marks whole steps only', () => {
    expect(xScale('step', 3, 5).ticks).toEqual([0, 1, 2, 3]);
  });

  it('marks epochs in fractions without rounding dust', () => {
    expect(xScale('epoch', 0.3, 3).ticks).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('marks time as a clock does', () => {
    expect(xScale('seconds', 130, 5).ticks).toEqual([0, 30, 60, 90, 120]);
    expect(xScale('seconds', 5 * 3600, 5).ticks).toEqual([0, 3600, 7200, 10800, 14400, 18000]);
    expect(xScale('seconds', 40 * 3600, 4).ticks.map(clock)).toEqual(['0:00', '10:00:00', '20:00:00', '30:00:00', '40:00:00']);
  });

  it('ends at the last point', () => {
    expect(xScale('step', 1234, 5).domain).toEqual([0, 1234]);
  });
});

describe('the loss axis', () => {
  it('starts at 0 and ends at a round number', () => {
    expect(linearScale(2.303, 4)).toEqual({ domain: [0, 3], ticks: [0, 1, 2, 3] });
    expect(linearScale(2.303, 5).domain).toEqual([0, 2.5]);
  });

  it('marks powers of ten where there are many', () => {
    expect(logScale(2e-5, 5).ticks).toEqual([1e-4, 1e-3, 1e-2, 0.1, 1]);
  });

  it('marks more where there are few', () => {
    expect(logScale(0.6, 2.9).ticks).toEqual([0.7, 1, 2, 3]);
  });

  it('stays readable over many powers', () => {
    expect(logScale(1e-12, 1e6).ticks.length).toBeLessThanOrEqual(6);
  });
});

describe('the clock', () => {
  it.each([
    [7, '0:07'],
    [59.6, '1:00'],
    [750, '12:30'],
    [3723, '1:02:03'],
  ])('%f s is %s', (seconds, text) => {
    expect(clock(seconds)).toBe(text);
  });
});
