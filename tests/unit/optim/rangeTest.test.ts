import { describe, expect, it } from 'vitest';
import { leastOf, RangeTest, type RateRange } from '../../../src/engine/optim/rangeTest';

/** Goes through a range with losses of the rates. */
function through(range: RateRange, lossAt: (rate: number, step: number) => number): RangeTest {
  const test = new RangeTest(range);
  for (let step = 1; !test.isOver; step++) test.add(lossAt(test.rate, step));
  return test;
}

describe('a learning-rate range test', () => {
  it('raises the rate by the same factor from step to step, both ends included', () => {
    const { points } = through({ lowest: 1e-4, highest: 1, steps: 5 }, () => 2);
    expect(points).toHaveLength(5);
    for (const [index, { rate }] of points.entries()) expect(rate).toBeCloseTo(10 ** (index - 4), 12);
  });

  it('smooths the loss by a mean whose past fades, without a pull to 0 at the beginning', () => {
    const losses = [2, 1, 4];
    const { points } = through({ lowest: 1e-4, highest: 1, steps: 3 }, (_, step) => losses[step - 1] ?? NaN);
    // Σ 0.9^(t − i) xᵢ / Σ 0.9^(t − i)
    const wanted = [2, (0.9 * 2 + 1) / 1.9, (0.81 * 2 + 0.9 + 4) / 2.71];
    for (const [index, { smooth, loss }] of points.entries()) {
      expect(loss).toBe(losses[index]);
      expect(smooth).toBeCloseTo(wanted[index] ?? NaN, 12);
    }
  });

  it('suggests a tenth of the rate with the least smoothed loss, and stops once the loss is four times that', () => {
    // A loss that falls up to a rate of 0.1 and grows beyond.
    const test = through({ lowest: 1e-6, highest: 10, steps: 200 }, (rate) => (rate < 0.1 ? 2.3 - rate * 15 : 0.8 + (rate - 0.1) * 40));
    const least = test.points.reduce((a, b) => (b.smooth < a.smooth ? b : a));
    expect(test.suggestion).toBe(least.rate / 10);
    expect(test.suggestion).toBeGreaterThan(0.009);
    expect(test.suggestion).toBeLessThan(0.02);
    expect(test.points.length).toBeLessThan(200);
    const smooth = test.points.map((point) => point.smooth);
    expect(smooth.at(-1)).toBeGreaterThan(4 * least.smooth);
    expect(smooth.at(-2)).toBeLessThanOrEqual(4 * least.smooth);
  });

  it('stops at a loss that is no number, without a point for it', () => {
    const test = through({ lowest: 1e-6, highest: 10, steps: 50 }, (_, step) => (step === 11 ? NaN : 2.3 - step * 0.05));
    expect(test.points).toHaveLength(10);
    expect(test.suggestion).toBe((test.points[9]?.rate ?? NaN) / 10);
  });

  const range = { lowest: 1e-6, highest: 10, steps: 100 };
  const after = (losses: readonly number[]) => {
    const test = new RangeTest(range);
    for (const loss of losses) test.add(loss);
    return test;
  };

  it('suggests nothing before the loss has both fallen and risen to where it began', () => {
    expect(after([2.4, 2.3, 2.2, 2.1]).suggestion).toBeUndefined();
    expect(after([2.4, 2.1, 2.2, 2.6]).suggestion).toBeUndefined();
    const falling = Array.from({ length: 60 }, (_, step) => 2.3 - 0.02 * step);
    expect(after(falling).suggestion).toBeUndefined();
    const rising = Array.from({ length: 12 }, (_, step) => 1.2 + 0.05 * step);
    expect(after([...falling, ...rising]).suggestion).toBeUndefined();
    const risen = after([...falling, ...Array.from({ length: 20 }, (_, step) => 1.2 + 0.2 * step)]);
    expect(risen.isOver).toBe(false);
    expect(risen.suggestion).toBe((leastOf(risen.points)?.rate ?? NaN) / 10);
  });

  it('suggests no rate below those that were tried', () => {
    const test = after([2.4, 2.2, 2.0, 1.9, 2.0, 2.2, 2.4, 3, 4, 5, 6, 9, 12]);
    expect((leastOf(test.points)?.rate ?? NaN) / 10).toBeLessThan(range.lowest);
    expect(test.suggestion).toBe(range.lowest);
  });

  it('suggests nothing where the loss has not fallen', () => {
    expect(through({ lowest: 1e-6, highest: 10, steps: 30 }, (_, step) => 2.3 + step * 0.01).suggestion).toBeUndefined();
    expect(through({ lowest: 1e-6, highest: 10, steps: 30 }, (_, step) => 2.3 + Math.sin(step) * 0.01).suggestion).toBeUndefined();
    expect(new RangeTest({ lowest: 1e-6, highest: 10, steps: 30 }).suggestion).toBeUndefined();
  });
});
