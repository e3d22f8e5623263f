import { describe, expect, it } from 'vitest';
import type { SweptRun } from '../../../src/state/sweep';
import { lineStyle } from '../../../src/ui/sweep/lineStyle';
import { sweepPicture } from '../../../src/ui/sweep/sweepPicture';

const run = (losses: readonly number[], steps = losses.length): SweptRun => ({ combination: [], steps, losses, outcome: undefined });

describe('the curves of a sweep', () => {
  it('are smoothed by a mean whose past fades, each beside the others', () => {
    const picture = sweepPicture([run([2, 1]), run([4], 2), run([], 2)]);
    expect(picture?.rows.map(({ step }) => step)).toEqual([1, 2]);
    expect(picture?.rows[0]?.losses).toEqual([2, 4, undefined]);
    // Σ 0.9^(t − i) xᵢ / Σ 0.9^(t − i)
    expect(picture?.rows[1]?.losses[0]).toBeCloseTo((0.9 * 2 + 1) / 1.9, 12);
    expect(picture?.rows[1]?.losses.slice(1)).toEqual([undefined, undefined]);
  });

  it('are as many points as a chart can show, the first and the last among them', () => {
    const picture = sweepPicture([run(Array.from({ length: 1001 }, () => 2), 5000)]);
    const steps = picture?.rows.map(({ step }) => step) ?? [];
    expect(steps.length).toBeLessThan(150);
    expect([steps[0], steps.at(-1)]).toEqual([1, 1001]);
    expect(picture?.x.domain).toEqual([0, 5000]);
  });

  it('leave the picture where they blow up', () => {
    expect(sweepPicture([run([2, 2]), run([2, 1e6])])?.y.domain[1]).toBeLessThan(4);
    expect(sweepPicture([run([])])).toBeUndefined();
  });
});

describe('the line of a run', () => {
  const all = (...counts: readonly number[]) => {
    const runs = counts.reduce((product, count) => product * count, 1);
    return Array.from({ length: runs }, (_, index) => lineStyle(index, counts));
  };

  it.each([[[24]], [[6, 4]], [[4, 6]], [[12, 2]], [[2, 12]]])('differs from every other of %j values', (counts) => {
    const lines = all(...counts);
    expect(new Set(lines.map((line) => JSON.stringify(line))).size).toBe(24);
  });

  it('has the colour of the first value and the dashes of the second', () => {
    const [a, b, c] = all(3, 2);
    expect(a?.stroke).toBe(b?.stroke);
    expect(a?.stroke).not.toBe(c?.stroke);
    expect(a?.strokeDasharray).toBe(c?.strokeDasharray);
    expect(a?.strokeDasharray).not.toBe(b?.strokeDasharray);
  });
});
