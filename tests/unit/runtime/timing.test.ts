import { describe, expect, it } from 'vitest';
import { timeWith, type Encode, type Stopwatch } from '../../../src/engine/runtime/timing';

/** A watch on a device that tells of the end of work at multiples of `tick` milliseconds; a dispatch of n workgroups takes n of them. */
function tickingWatch(tick: number) {
  let now = 0;
  let longest = 0;
  const watch: Stopwatch = {
    method: 'submits',
    time(encode) {
      const began = now;
      let work = 0;
      encode({ dispatchWorkgroups: (milliseconds: number) => void (work += milliseconds) } as unknown as GPUComputePassEncoder);
      longest = Math.max(longest, work);
      // Whoever submits has done a thing or two since the last tick.
      now = Math.ceil((now + 0.2 + work) / tick) * tick;
      return Promise.resolve(now - began);
    },
    destroy: () => undefined,
  };
  return { watch, longest: () => longest };
}

const taking =
  (milliseconds: number): Encode =>
  (pass) =>
    pass.dispatchWorkgroups(milliseconds);

describe.each([4, 100])('where the end of work is told every %i ms', (tick) => {
  it.each([0.5, 1.3, 12, 40])('measures work of %d ms', async (work) => {
    const found = await timeWith(tickingWatch(tick).watch, taking(work), { rounds: 3 });
    expect(Math.abs(found / work - 1)).toBeLessThan(0.15);
  });

  it('gives up no work for the wait', async () => {
    const found = await timeWith(tickingWatch(tick).watch, taking(10), { rounds: 3, giveUpAbove: 15 });
    expect(Math.abs(found / 10 - 1)).toBeLessThan(0.15);
  });

  it('gives up what takes far longer than it may, after one run', async () => {
    const { watch, longest } = tickingWatch(tick);
    expect(await timeWith(watch, taking(1000), { rounds: 3, giveUpAbove: 15 })).toBeGreaterThan(800);
    expect(longest()).toBe(1000);
  });
});

it('takes no longer than it must where the end is told at once', async () => {
  const { watch, longest } = tickingWatch(0.1);
  expect(await timeWith(watch, taking(2), { rounds: 3 })).toBeCloseTo(2, 0);
  expect(longest()).toBe(8);
});
