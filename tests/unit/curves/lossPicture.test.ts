import { describe, expect, it } from 'vitest';
import type { ListedRun } from '../../../src/state/listedRuns';
import { lineStyle, plainLine } from '../../../src/ui/curves/lineStyle';
import { lossPicture } from '../../../src/ui/curves/lossPicture';

const run = (losses: readonly number[], steps = losses.length): ListedRun => ({ steps, losses, outcome: undefined });

describe('the losses of several runs', () => {
  it('are smoothed by a mean whose past fades, each beside the others', () => {
    const picture = lossPicture([run([2, 1]), run([4], 2), run([], 2)]);
    expect(picture?.rows.map(({ step }) => step)).toEqual([1, 2]);
    expect(picture?.rows[0]?.losses).toEqual([2, 4, undefined]);
    // Σ 0.9^(t − i) xᵢ / Σ 0.9^(t − i)
    expect(picture?.rows[1]?.losses[0]).toBeCloseTo((0.9 * 2 + 1) / 1.9, 12);
    expect(picture?.rows[1]?.losses.slice(1)).toEqual([undefined, undefined]);
  });

  it('are as many points as a chart can show, the first and the last among them', () => {
    const picture = lossPicture([
      run(
        Array.from({ length: 1001 }, () => 2),
        5000,
      ),
    ]);
    const steps = picture?.rows.map(({ step }) => step) ?? [];
    expect(steps.length).toBeLessThan(150);
    expect([steps[0], steps.at(-1)]).toEqual([1, 1001]);
    expect(picture?.x.domain).toEqual([0, 5000]);
  });

  it('leave the picture where they blow up', () => {
    expect(lossPicture([run([2, 2]), run([2, 1e6])])?.y.domain[1]).toBeLessThan(4);
    expect(lossPicture([run([])])).toBeUndefined();
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

  it.each([2, 3, 4])('differs in colour and in dashes where nothing sorts %i of them', (count) => {
    const lines = Array.from({ length: count }, (_, index) => plainLine(index, count));
    expect(new Set(lines.map(({ stroke }) => stroke)).size).toBe(count);
    expect(new Set(lines.map(({ strokeDasharray }) => strokeDasharray)).size).toBe(count);
  });

  it('still differs where many are not sorted', () => {
    expect(new Set(Array.from({ length: 24 }, (_, index) => JSON.stringify(plainLine(index, 24)))).size).toBe(24);
  });
});
