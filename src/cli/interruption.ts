import type { ChildProcess } from 'node:child_process';
import { setMaxListeners } from 'node:events';

/** The program ends before its time, though nothing in it has failed: at a signal, or since nobody takes what it writes. */
export class Interrupted extends Error {
  /** @param status the exit status. @param message the line on standard error; none where it is empty. */
  constructor(
    readonly status: number,
    message = '',
  ) {
    super(message);
  }
}

/** Exit statuses of a program that is ended by these signals, as shells have them: 128 and the signal's number. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof SIGNALS;

/** npm hands an interrupt on that the terminal has sent to all of its processes: within so many milliseconds it is the same one. */
const SAME_SIGNAL = 1000;
const WATCH_EVERY = 500;
/** Names the process that this one is not to outlive: a program of ours that has started it, or npm (scripts/start.mjs). */
const PARENT = 'KERNELGARTEN_PARENT';

const controller = new AbortController();
let interruptedAt: number | undefined;
let successor: ChildProcess | undefined;

/** Aborted, with an {@link Interrupted} for a reason, once the program is to end before its time. */
export const interruption = controller.signal;
// However many children are to hear of it.
setMaxListeners(0, interruption);

const interrupted = new Promise<never>((_, reject) => interruption.addEventListener('abort', () => reject(interruption.reason as Interrupted)));
// Where nobody waits, it is known by the signal.
interrupted.catch(() => undefined);

/** The exit status that a signal stands for; undefined for one that nobody sends to have a program end. */
export function statusOf(signal: NodeJS.Signals | null): number | undefined {
  return signal !== null && signal in SIGNALS ? SIGNALS[signal as Signal] : undefined;
}

/** What `work` comes to; it goes on unheard once the program is to end. @throws Interrupted then. */
export function untilInterrupted<T>(work: Promise<T>): Promise<T> {
  return Promise.race([work, interrupted]);
}

/** As {@link untilInterrupted}, but undefined once the program is to end. */
export function unlessInterrupted<T>(work: Promise<T>): Promise<T | undefined> {
  return untilInterrupted(work).catch((error: unknown) => {
    if (error instanceof Interrupted) return undefined;
    throw error;
  });
}

/** Added to the environment of a program of ours that is not to outlive this one. */
export function boundToUs(): Record<string, string> {
  return { [PARENT]: String(process.pid) };
}

/** From now on signals are for the program that was started in our place; what is left to do here is to pass its status on. */
export function handOn(child: ChildProcess): void {
  successor = child;
  if (interruption.aborted) child.kill('SIGTERM');
}

/**
 * Has the program end in order at a signal, when nobody reads what it writes or there is no room for it, and when it outlives
 * the npm or the program of ours that has started it. A second signal ends it at once.
 */
export function listenForInterruptions(): void {
  for (const signal of Object.keys(SIGNALS) as Signal[]) process.on(signal, () => take(signal));
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    // A closed pipe is how `head` says that it has seen enough.
    controller.abort(code === 'EPIPE' ? new Interrupted(0) : new Interrupted(1, `standard output could not be written (${message})`));
  });
  // There is nobody left to whom it could be told.
  process.stderr.on('error', () => undefined);
  watchParent();
}

function take(signal: Signal): void {
  if (successor) {
    successor.kill(signal);
  } else if (interruptedAt === undefined) {
    interruptedAt = performance.now();
    controller.abort(new Interrupted(SIGNALS[signal]));
  } else if (performance.now() - interruptedAt > SAME_SIGNAL) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
}

function watchParent(): void {
  const named = process.env[PARENT];
  if (named === undefined) return;
  const watch = setInterval(() => {
    if (process.ppid === Number(named)) return;
    clearInterval(watch);
    take('SIGTERM');
  }, WATCH_EVERY);
  watch.unref();
}
