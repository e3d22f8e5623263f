import { writeSync } from 'node:fs';
import { isatty, WriteStream } from 'node:tty';

/** Set in the process that has a GPU: descriptor 2 is left to Dawn and the drivers there, and this one is our standard error. */
const ERRORS = 'KERNELGARTEN_ERRORS';

/** The descriptor of what people know as standard error. */
export const errors = Number(process.env[ERRORS] ?? 2);

/** The `stdio` and an addition to the environment for a process in which descriptor 2 is a pipe to us, and standard error is ours. */
export function withErrorsApart() {
  return { stdio: ['inherit', 'inherit', 'pipe', errors] as const, env: { [ERRORS]: '3' } };
}

/** To standard error, at once; where nobody takes it, it is lost. */
export function writeError(text: string): void {
  try {
    writeSync(errors, text);
  } catch {
    // There is no other place for it.
  }
}

/** Standard error where it is a terminal. */
export function errorTerminal(): NodeJS.WritableStream | undefined {
  if (!isatty(errors)) return undefined;
  // A terminal that is closed takes nothing more.
  return (errors === 2 ? process.stderr : new WriteStream(errors)).on('error', () => undefined);
}
