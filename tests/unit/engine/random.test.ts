import { describe, expect, it } from 'vitest';
import { epochOrder, fileOrder } from '../../../src/data/batches';
import { Random } from '../../../src/engine/random';

describe('random numbers', () => {
  it('are those of the reference implementation of xoshiro128**', () => {
    const random = new Random(1, 2, 3, 4);
    // From xoshiro128starstar.c (version 1.1) with the state 1, 2, 3, 4; rand_xoshiro tests against the same.
    const reference = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804];
    expect(reference.map(() => random.next())).toEqual(reference);
  });

  it('differ from seed to seed, also above 32 bits, and from list to list', () => {
    const seeds = [[0], [1], [2 ** 32], [2 ** 32 + 1], [0, 0], [0, 1], [1, 0]];
    expect(new Set(seeds.map((list) => Random.from(...list).next())).size).toBe(seeds.length);
  });

  it('spread evenly', () => {
    const random = Random.from(1);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const value = random.below(10);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    // The deviation of each count is 95; five of them would be a freak.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(475);
  });
});

describe('the order of an epoch', () => {
  it('is a permutation', () => {
    expect([...epochOrder(1000, 1, 0)].sort((a, b) => a - b)).toEqual([...fileOrder(1000)]);
  });

  it('is the same for the same seed and epoch, and another for any other', () => {
    expect(epochOrder(100, 1, 0)).toEqual(epochOrder(100, 1, 0));
    expect(epochOrder(100, 1, 0)).not.toEqual(epochOrder(100, 1, 1));
    expect(epochOrder(100, 1, 0)).not.toEqual(epochOrder(100, 2, 0));
    expect(epochOrder(100, 1, 0)).not.toEqual(fileOrder(100));
  });

  it('puts every record in every place equally often', () => {
    const firsts = new Array<number>(5).fill(0);
    for (let epoch = 0; epoch < 5000; epoch++) {
      const first = epochOrder(5, 3, epoch)[0] ?? 0;
      firsts[first] = (firsts[first] ?? 0) + 1;
    }
    for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('serves a set of one record', () => {
    expect([...epochOrder(1, 1, 0)]).toEqual([0]);
  });
});
