/** Shortest time that is measured at once, in milliseconds: browsers round their clocks to a tenth of one. */
const SPAN = 3;
const MOST_REPEATS = 1024;

/** Milliseconds that one submit of `encode` takes on a device with nothing else to do. */
async function timeOf(device: GPUDevice, now: () => number, encode: (pass: GPUComputePassEncoder) => void): Promise<number> {
  const began = now();
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  encode(pass);
  pass.end();
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  return now() - began;
}

/** What a timing may assume and needs. */
export interface Timing {
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** Timings to take the least of. */
  readonly rounds: number;
  /** A first timing above this, in milliseconds, is answered as it is. */
  readonly giveUpAbove?: number;
}

/**
 * Milliseconds that the commands of `encode` take on a device with nothing else to do: the least of several rounds, each
 * of so many repetitions that the clock can tell, less what an empty submit takes. The first run, which may still compile,
 * is not counted.
 */
export async function timeCommands(
  device: GPUDevice,
  encode: (pass: GPUComputePassEncoder) => void,
  { now, rounds, giveUpAbove = Infinity }: Timing,
): Promise<number> {
  const first = await timeOf(device, now, encode);
  if (first > giveUpAbove) return first;
  let repeats = 1;
  let best = Infinity;
  let empty = Infinity;
  for (let round = 0; round < rounds; ) {
    empty = Math.min(empty, await timeOf(device, now, () => undefined));
    const span = await timeOf(device, now, (pass) => {
      for (let repeat = 0; repeat < repeats; repeat++) encode(pass);
    });
    if (span - empty < SPAN && repeats < MOST_REPEATS) {
      repeats *= 4;
      best = Infinity;
      continue;
    }
    best = Math.min(best, (span - empty) / repeats);
    round++;
  }
  return best;
}
