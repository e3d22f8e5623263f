import { errorLine, exitStatus } from './errors';

/**
 * Runs a command of ours to its end and ends the process, with one line on standard error where it fails.
 * @param run is handed what follows the program's name, and gives the exit status.
 */
export async function runProgram(run: (words: readonly string[]) => Promise<number>): Promise<void> {
  const status = await run(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${errorLine(error)}\n`);
    return exitStatus(error);
  });
  // Dawn keeps the process alive. What was written to a pipe must be out before the end.
  process.stdout.write('', () => process.exit(status));
}
