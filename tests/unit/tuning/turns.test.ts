import { describe, expect, it } from 'vitest';
import { TuningMemory } from '../../../src/engine/tuning/memory';
import type { Found } from '../../../src/engine/tuning/tune';
import { TuningTurns } from '../../../src/engine/tuning/turns';

/** A tuner that takes 100 ms for each of three measurements and finds something at the second and the third. */
function setting() {
  const clock = { time: 0 };
  const kept: string[] = [];
  const memory = new TuningMemory(
    { read: () => Promise.resolve(undefined), write: (text) => Promise.resolve(void kept.push(text)) },
    { vendor: '', architecture: '', description: '' },
    '',
  );
  let closed = false;
  async function* tuning(): AsyncGenerator<Found, Found> {
    const found = new Map<string, string>();
    try {
      for (const name of [undefined, 'A', 'B']) {
        clock.time += 100;
        if (name !== undefined) found.set(name, 'quad');
        await Promise.resolve();
        yield found;
      }
      return found;
    } finally {
      closed = true;
    }
  }
  const turns = new TuningTurns(tuning(), memory, () => clock.time);
  const operators = () => kept.map((text) => Object.keys(Object.values(JSON.parse(text) as Record<string, Record<string, string>>)[0] ?? {}));
  return { clock, turns, operators, isClosed: () => closed };
}

describe('the turns of a tuner', () => {
  it('leave training half of the time', async () => {
    const { clock, turns } = setting();
    expect(turns.isDue()).toBe(true);
    await turns.take();
    expect(turns.isDue()).toBe(false);
    clock.time += 99;
    expect(turns.isDue()).toBe(false);
    clock.time += 1;
    expect(turns.isDue()).toBe(true);
  });

  it('end when all is measured, and what was found is kept once', async () => {
    const { clock, turns, operators, isClosed } = setting();
    for (let turn = 0; turn < 4; turn++) await turns.take();
    clock.time += 10_000;
    expect(turns.isDue()).toBe(false);
    await turns.stop();
    expect(operators()).toEqual([['A', 'B']]);
    expect(isClosed()).toBe(true);
  });

  it('can be broken off: what was found so far is kept, and the device is given back', async () => {
    const { turns, operators, isClosed } = setting();
    await turns.take();
    await turns.take();
    await turns.stop();
    expect(operators()).toEqual([['A']]);
    expect(isClosed()).toBe(true);
  });
});
