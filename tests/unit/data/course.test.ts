import { describe, expect, it } from 'vitest';
import { batchesOf, stepsOf, type Course } from '../../../src/data/course';

const endless: Course = { records: 10, batch: 4, shuffle: false, seed: 1 };
const course: Course = { ...endless, steps: 4 };
const taken = (of: Course) => [...batchesOf(of)].map(({ step, epoch, indices }) => [step, epoch, [...indices]]);

describe('the batches of a run', () => {
  it('go through the records in file order, the last of an epoch not full', () => {
    expect(taken(course)).toEqual([
      [1, 1, [0, 1, 2, 3]],
      [2, 1, [4, 5, 6, 7]],
      [3, 1, [8, 9]],
      [4, 2, [0, 1, 2, 3]],
    ]);
  });

  it('know the place of their first picture in the epoch', () => {
    expect([...batchesOf(course)].map(({ first }) => first)).toEqual([0, 4, 8, 0]);
  });

  it('hold each record once an epoch when shuffled, in an order that the seed and the epoch fix', () => {
    const shuffled: Course = { records: 10, batch: 4, shuffle: true, seed: 7, epochs: 2 };
    const all = [...batchesOf(shuffled)];
    const ofEpoch = (epoch: number) => all.filter((batch) => batch.epoch === epoch).flatMap(({ indices }) => [...indices]);
    const whole = Array.from({ length: 10 }, (_, index) => index);
    for (const epoch of [1, 2]) expect(ofEpoch(epoch).sort((a, b) => a - b)).toEqual(whole);
    expect(ofEpoch(1)).not.toEqual(ofEpoch(2));
    expect(taken(shuffled)).toEqual(taken({ ...shuffled }));
    expect(taken(shuffled)).not.toEqual(taken({ ...shuffled, seed: 8 }));
  });

  it('last an epoch unless told otherwise', () => {
    expect(stepsOf(endless)).toBe(3);
    expect(stepsOf({ ...endless, epochs: 5 })).toBe(15);
    expect(stepsOf({ ...course, steps: 0 })).toBe(0);
    expect(taken({ ...course, steps: 0 })).toEqual([]);
  });
});
