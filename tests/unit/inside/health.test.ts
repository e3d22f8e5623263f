import { describe, expect, it } from 'vitest';
import { BINS, distributionOf } from '../../../src/engine/metrics/statistics';
import { withLook, type HealthReport } from '../../../src/state/health';
import { lookAt, rangeOf, stripOf } from '../../../src/ui/inside/health/strip';

const look = (step: number, ...values: readonly number[]): HealthReport => ({
  ...{ step, pictures: 4 },
  layers: [{ path: 'layers[0]', weights: distributionOf(Float32Array.of(...values)) }],
});
const stepsOf = (looks: readonly HealthReport[]) => looks.map(({ step }) => step);

describe('what was seen of the layers', () => {
  it('is kept for the length of a run, thinned, the first and the last few as they came', () => {
    let looks: readonly HealthReport[] = [];
    for (let step = 0; step < 1000; step++) looks = withLook(looks, look(step, 1));
    expect(looks.length).toBeLessThanOrEqual(240);
    expect(looks.length).toBeGreaterThan(100);
    expect(looks[0]?.step).toBe(0);
    expect(stepsOf(looks).slice(-5)).toEqual([995, 996, 997, 998, 999]);
    expect(stepsOf(looks)).toEqual(stepsOf(looks).toSorted((a, b) => a - b));
  });

  it('takes the place of what was seen at the same step, and leaves out weights that were put back', () => {
    const looks = [look(1, 1), look(5, 1)];
    expect(withLook(looks, look(5, 3)).at(-1)?.layers[0]?.weights?.norm).toBe(3);
    expect(withLook(looks, look(3, 1))).toBe(looks);
  });
});

describe('a strip', () => {
  it('lays all histograms on the widest range', () => {
    const strip = stripOf([look(0, 0.3), look(4, 3, -3)], 'layers[0]', 'weights');
    expect(strip?.limit).toBe(4);
    // Bins are 8 / 64 wide: 0.3 lies in the third above zero.
    expect(strip?.columns[0]?.[BINS / 2 + 2]).toBe(1);
    expect(strip?.columns[1]?.[BINS / 2 + 24]).toBe(0.5);
    expect(strip?.most).toBe(1);
    expect(rangeOf(BINS / 2 + 2, 4)).toEqual([0.25, 0.375]);
  });

  it('is not flattened by the one look in ten that reaches furthest', () => {
    const strip = stripOf([look(0, 100), ...Array.from({ length: 10 }, (_, at) => look(at + 1, 0.3))], 'layers[0]', 'weights');
    expect(strip?.limit).toBe(0.5);
    expect(strip?.isRough.indexOf(true)).toBe(0);
    expect(strip?.isRough.lastIndexOf(true)).toBe(0);
    expect(strip?.columns[0]?.[BINS - 1]).toBe(1);
  });

  it('has no values that were not seen', () => {
    expect(stripOf([look(0, 1)], 'layers[0]', 'gradients')).toBeUndefined();
    expect(stripOf([look(0, 1)], 'layers[1]', 'weights')).toBeUndefined();
  });

  it('shows at each place the look that held there', () => {
    const looks = [look(10, 1), look(20, 1), look(50, 1)];
    expect([0, 0.24, 0.25, 0.9, 1].map((share) => lookAt(looks, share))).toEqual([0, 0, 1, 1, 2]);
    expect(lookAt([look(3, 1)], 0.5)).toBe(0);
  });
});
