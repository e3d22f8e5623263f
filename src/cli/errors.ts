import { ProblemError, type Problem } from '../engine/problem';
import { Interrupted } from './interruption';
import { printable, problemText } from './words';

/** What was asked for cannot be done as asked: the exit status is 2. */
export class UsageError extends Error {}

/** The run itself failed: the exit status is 1. */
export class RunError extends Error {}

/** Puts the file, or the option, that a problem came from before its own path. @param source where that depends on the problem, what says it. */
export async function from<T>(source: string | ((problem: Problem) => string), work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { path, ...problem } = error.problem;
    const place = typeof source === 'string' ? source : source(error.problem);
    throw new ProblemError({ ...problem, path: path === undefined ? place : `${place}: ${path}` });
  }
}

/** Bad input is told from a failed run by the problem's area: `training` is all that goes wrong once the input is good. */
export function exitStatus(error: unknown): number {
  if (error instanceof Interrupted) return error.status;
  if (error instanceof UsageError) return 2;
  return error instanceof ProblemError && !error.problem.code.startsWith('training.') ? 2 : 1;
}

export function errorLine(error: unknown): string {
  const text = error instanceof ProblemError ? problemText(error.problem) : error instanceof Error ? error.message : String(error);
  return `error: ${printable(text)}`;
}
