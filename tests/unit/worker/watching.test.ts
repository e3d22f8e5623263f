import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watching, type Standing, type Watcher } from '../../../src/worker/watching';
import { now } from '../../support/clock';

/** Counts its looks; each takes so many milliseconds of a clock that stands still otherwise. */
class Onlooker implements Watcher {
  isWanted = true;
  readonly steps: number[] = [];
  gone = 0;

  constructor(
    readonly every: number,
    private readonly cost: () => unknown = () => undefined,
  ) {}

  look({ step }: Standing): Promise<void> {
    this.steps.push(step);
    this.cost();
    return Promise.resolve();
  }

  leave(): void {
    this.gone++;
  }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const at = (step: number) => ({ step }) as Standing;

describe('those who watch a network in training', () => {
  it('take turns, the one that waits longest first, and only those who are wanted', async () => {
    const [often, seldom, unseen] = [new Onlooker(10), new Onlooker(100), new Onlooker(1)];
    unseen.isWanted = false;
    const watching = new Watching([often, seldom, unseen]);
    for (const watcher of [often, seldom]) {
      expect(watching.due(0)).toBe(watcher);
      await watching.look(watcher, at(1));
    }
    expect(watching.due(now())).toBeUndefined();
    expect(watching.due(now() + 50)).toBe(often);
    unseen.isWanted = true;
    expect(watching.due(0)).toBe(unseen);
  });

  it('take a twentieth of the time together; the first look of each is not counted', async () => {
    const watcher = new Onlooker(10, () => vi.advanceTimersByTime(100));
    const watching = new Watching([watcher]);
    await watching.look(watcher, at(1));
    expect(watching.due(now() + 11)).toBe(watcher);
    await watching.look(watcher, at(2));
    expect(watching.due(now() + 1899)).toBeUndefined();
    expect(watching.due(now() + 1900)).toBe(watcher);
  });

  it('all look once at a network that rests, and again when something else is asked for', async () => {
    const [one, other] = [new Onlooker(10), new Onlooker(10)];
    const watching = new Watching([one, other]);
    await watching.lookAll(at(5));
    await watching.lookAll(at(5));
    watching.renew(other);
    await watching.lookAll(at(5));
    expect([one.steps, other.steps]).toEqual([[5], [5, 5]]);
    watching.renew();
    await watching.lookAll(at(5));
    expect([one.steps.length, other.steps.length]).toEqual([2, 3]);
  });

  it('leave with the network, and begin anew with the next', async () => {
    const watcher = new Onlooker(10);
    const watching = new Watching([watcher]);
    await watching.lookAll(at(1));
    watching.leave();
    expect(watcher.gone).toBe(1);
    await watching.lookAll(at(1));
    expect(watcher.steps).toEqual([1, 1]);
  });
});
