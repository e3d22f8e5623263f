import { describe, expect, it } from 'vitest';
import { measure, type Framework } from '../../../src/bench/measure';
import { median } from '../../../src/bench/statistics';

describe('median', () => {
  it.each([
    [[3], 3],
    [[10, 9, 1], 9],
    [[4, 1, 100, 2], 3],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('leaves its values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('of nothing is refused', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

/** Tells what was done to it; its loss is the number of the step. */
function recorded(onStep = () => undefined): { open: () => Promise<Framework>; log: string[] } {
  const log: string[] = [];
  let steps = 0;
  const framework: Framework = {
    step() {
      const number = ++steps;
      onStep();
      log.push(`step ${number}`);
      return {
        read: async () => {
          log.push(`read ${number}`);
          return number;
        },
        drop: () => void log.push(`drop ${number}`),
      };
    },
  };
  return { open: async () => framework, log };
}

describe('a measurement', () => {
  it('reads each loss at first, then queues as many steps and reads the last', async () => {
    const { open, log } = recorded();
    const result = await measure(open, { warmUp: 1, steps: 3 });
    const read = [1, 2, 3, 4, 5].flatMap((number) => [`step ${number}`, `read ${number}`]);
    expect(log).toEqual([...read, 'step 6', 'drop 6', 'step 7', 'drop 7', 'step 8', 'read 8']);
    expect(result).toMatchObject({ firstLoss: 1, lastLoss: 8 });
    expect(result).not.toHaveProperty('dispatchesPerStep');
  });

  it('counts the commands of timed steps alone', async () => {
    const counts = { dispatches: 1000, submits: 1000 };
    let cost = 50;
    const { open } = recorded(() => {
      counts.dispatches += cost;
      counts.submits += 2;
      cost = 7;
      return undefined;
    });
    expect(await measure(open, { warmUp: 2, steps: 4, counts })).toMatchObject({ dispatchesPerStep: 7, submitsPerStep: 2 });
  });
});
