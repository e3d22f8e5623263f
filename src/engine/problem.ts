/** Values that a message needs: figures, names of files, options. */
export type ProblemParams = Readonly<Record<string, string | number>>;

/**
 * Something that cannot be done, as plain data: the engine, the data readers and the worker say *what* is wrong,
 * `src/i18n` says it in words. `code` is `area.name` and is found as `area:problems.name` there.
 */
export interface Problem {
  readonly code: string;
  readonly params: ProblemParams;
  /** Where the offence is, as in `layers[3].stride` or `data_batch_2.bin`. */
  readonly path?: string;
}

/** Carries a {@link Problem} to whoever can show it. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.path ? `${problem.path}: ` : ''}${problem.code} ${JSON.stringify(problem.params)}`);
    this.name = 'ProblemError';
  }
}

/** Throws a {@link ProblemError}. */
export function fail(code: string, params: ProblemParams = {}, path?: string): never {
  throw new ProblemError(path === undefined ? { code, params } : { code, params, path });
}

/** The code of what ends a run, and only one of several: a network has come to figures that are no numbers. */
export const DIVERGED = 'training.notFinite';

export function isDivergence(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === DIVERGED;
}
