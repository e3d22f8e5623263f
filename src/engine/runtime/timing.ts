/** Records commands into a compute pass. */
export type Encode = (pass: GPUComputePassEncoder) => void;

/** Runs commands as one compute pass, on a device with nothing else to do, and tells the milliseconds they took. */
export interface Stopwatch {
  /** `timestamps`: by the device's own clock; `submits`: from the submit to the news that it is done. */
  readonly method: 'timestamps' | 'submits';
  time(encode: Encode): Promise<number>;
  destroy(): void;
}

/** A stopwatch that every device has. @param now a clock in milliseconds. */
export function submitWatch(device: GPUDevice, now: () => number): Stopwatch {
  return {
    method: 'submits',
    async time(encode) {
      const began = now();
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      encode(pass);
      pass.end();
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
      return now() - began;
    },
    destroy: () => undefined,
  };
}

/** How long to measure. */
export interface Patience {
  /** Timings to take the least of. */
  readonly rounds: number;
  /** A first timing above this, in milliseconds, is answered as it is. */
  readonly giveUpAbove?: number;
}

/** Shortest time that is measured at once, in milliseconds: browsers round their clocks, and timestamps, to a tenth of one. */
const SPAN = 3;
/** Where news is later than that, times are only so exact, and the shortest is so many times as long. */
const TIMES_LATE = 8;
const MOST_REPEATS = 1024;

/**
 * Milliseconds that the commands of `encode` take on a device with nothing else to do: the least of several rounds, each
 * of so many repetitions that the clock can tell, less what an empty submit takes. The first run, which may still compile,
 * is not counted.
 */
export async function timeWith(watch: Stopwatch, encode: Encode, { rounds, giveUpAbove = Infinity }: Patience): Promise<number> {
  let empty = await watch.time(() => undefined);
  const first = await watch.time(encode);
  // The wait for news is none of its time, and may have been twice as long as the one that was measured.
  if (first - 2 * empty > giveUpAbove) return first - empty;
  let repeats = 1;
  let best = Infinity;
  for (let round = 0; round < rounds;) {
    empty = Math.min(empty, await watch.time(() => undefined));
    const span = await watch.time((pass) => {
      for (let repeat = 0; repeat < repeats; repeat++) encode(pass);
    });
    const shortest = empty > SPAN ? TIMES_LATE * empty : SPAN;
    if (span - empty < shortest && repeats < MOST_REPEATS) {
      repeats *= 4;
      best = Infinity;
      continue;
    }
    best = Math.min(best, (span - empty) / repeats);
    round++;
  }
  return best;
}
