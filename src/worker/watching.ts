import type { Dataset } from '../data/types';
import type { Trainer } from '../engine/runtime/trainer';
import type { Sources } from './deviceData';
import type { FromWorker, RunConfig } from './messages';

/** The network of a run, between two of its steps. */
export interface Standing {
  readonly trainer: Trainer;
  readonly sources: Sources;
  readonly dataset: Dataset;
  readonly config: RunConfig;
  /** The step that its weights are from. */
  readonly step: number;
  readonly send: (message: FromWorker) => void;
}

/** Looks at a network while it trains, and tells the page what it sees. */
export interface Watcher {
  /** It looks no more often than this while the network trains, in milliseconds. */
  readonly every: number;
  /** Whether anyone sees what it would tell. */
  readonly isWanted: boolean;
  /** Takes in the weights that a run begins with. */
  begin?(standing: Standing): Promise<void>;
  look(standing: Standing): Promise<void>;
  /** Lets go of what it made for the network, which is about to go. */
  leave?(): void;
}

/** All that look may take this share of the time together. */
const SHARE = 0.05;

/** Lets those look that are wanted: in turns while the network trains, all of them while it rests. */
export class Watching {
  /** When each has looked last, and at which step. */
  private readonly looks = new Map<Watcher, { readonly time: number; readonly step: number }>();
  private idleUntil = -Infinity;

  constructor(private readonly watchers: readonly Watcher[]) {}

  /** A run is about to take its first step. */
  async begin(standing: Standing): Promise<void> {
    for (const watcher of this.watchers) await watcher.begin?.(standing);
  }

  /** Who is to look now, if anyone: the one that waits longest. @param now milliseconds */
  due(now: number): Watcher | undefined {
    const late = (watcher: Watcher) => now - watcher.every - (this.looks.get(watcher)?.time ?? -Infinity);
    const waiting = this.watchers.filter((watcher) => watcher.isWanted && late(watcher) > 0).toSorted((a, b) => late(b) - late(a));
    const [next] = waiting;
    // What was never seen is shown at once; only what follows is rationed.
    return next && (now >= this.idleUntil || !this.looks.has(next)) ? next : undefined;
  }

  async look(watcher: Watcher, standing: Standing): Promise<void> {
    const began = performance.now();
    const isFirst = !this.looks.has(watcher);
    await watcher.look(standing);
    const time = performance.now();
    this.looks.set(watcher, { time, step: standing.step });
    // The first look compiles, which says nothing of what the next ones cost.
    if (!isFirst) this.idleUntil = time + (time - began) * (1 / SHARE - 1);
  }

  /** Lets everyone look who is wanted and has not seen this step. */
  async lookAll(standing: Standing): Promise<void> {
    for (const watcher of this.watchers) {
      if (watcher.isWanted && this.looks.get(watcher)?.step !== standing.step) await this.look(watcher, standing);
    }
  }

  /** What was seen holds no longer: the weights are others, or (of one watcher) something else is asked for. */
  renew(watcher?: Watcher): void {
    if (watcher) this.looks.delete(watcher);
    else this.looks.clear();
  }

  /** The network is about to go. */
  leave(): void {
    this.renew();
    this.idleUntil = -Infinity;
    for (const watcher of this.watchers) watcher.leave?.();
  }
}
