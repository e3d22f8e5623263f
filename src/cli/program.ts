import { errorLine, exitStatus } from './errors';
import { Interrupted, interruption, listenForInterruptions } from './interruption';
import { writeError } from './streams';

/**
 * Runs a command of ours to its end and ends the process, with one line on standard error where it fails.
 * @param run is handed what follows the program's name, and gives the exit status.
 */
export async function runProgram(run: (words: readonly string[]) => Promise<number>): Promise<void> {
  listenForInterruptions();
  process.on('uncaughtException', (error) => process.exit(tell(error)));
  const status = await run(process.argv.slice(2)).catch(tell);
  // Dawn keeps the process alive. What was written to a pipe must be out before the end, or be known not to come out.
  await new Promise((resolve) => process.stdout.write('', resolve));
  await new Promise(setImmediate);
  process.exit(status === 0 && interruption.aborted ? tell(interruption.reason) : status);
}

/** @returns the exit status. */
function tell(error: unknown): number {
  const isQuiet = error instanceof Interrupted && error.message === '';
  if (!isQuiet) writeError(`${errorLine(error)}\n`);
  return exitStatus(error);
}
