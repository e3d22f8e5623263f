import { describe, expect, it } from 'vitest';
import { rateAt, schedules, shapeDefaults } from '../../../src/engine/optim/schedule';
import { schedulePicture } from '../../../src/ui/training/schedulePicture';

describe('the picture of a schedule', () => {
  it.each([1, 2, 299, 300, 301, 15_640])('holds the first and the last of %i steps and their highest rate', (steps) => {
    const length = { steps, stepsPerEpoch: 50 };
    for (const schedule of schedules) {
      const settings = { learningRate: 0.1, schedule, ...shapeDefaults };
      const { points, first, last, peak } = schedulePicture(settings, length);
      const rates = Array.from({ length: steps }, (_, index) => rateAt(settings, length, index + 1));
      expect(points.length).toBe(Math.min(steps, 300));
      expect([points[0], points.at(-1)]).toEqual([first, last]);
      expect([first.step, last.step]).toEqual([1, steps]);
      for (const { step, rate } of points) expect(rate).toBe(rates[step - 1]);
      expect(points.map(({ step }) => step)).toEqual([...new Set(points.map(({ step }) => step))].sort((a, b) => a - b));
      expect(peak).toEqual({ step: rates.indexOf(Math.max(...rates)) + 1, rate: Math.max(...rates) });
    }
  });

  it('has few points, and the right peak, of half a thousand million steps', () => {
    const settings = { learningRate: 1, schedule: 'triangular', ...shapeDefaults, warmup: 0.123_456_7 } as const;
    const steps = 500_000_000;
    const { points, peak } = schedulePicture(settings, { steps, stepsPerEpoch: 50_000 });
    expect(points).toHaveLength(300);
    expect(peak).toEqual({ step: Math.floor(settings.warmup * steps) + 1, rate: 1 });
  });
});
