import type { engineProblems } from './problems';

type EngineProblems = typeof engineProblems;

/**
 * Every code, `area.name`, with the parameters that its words take. Folders beside the engine add their own from tables like the
 * engine's (`declare module`), so that the engine need not know them.
 */
export interface ProblemCodes extends EngineProblems {}

export type ProblemCode = keyof ProblemCodes;

/** The area of a code, under which its words are. */
export type AreaOf<Code extends string> = Code extends `${infer Area}.${string}` ? Area : never;

type ParamsIn<Table> = keyof Table extends never
  ? Readonly<Record<string, never>>
  : { readonly [Name in keyof Table as Table[Name] extends 'text?' ? never : Name]: Table[Name] extends 'number' ? number : string } & {
      readonly [Name in keyof Table as Table[Name] extends 'text?' ? Name : never]?: string;
    };

/** Values that the words of a problem need: figures, names of files, options. */
export type ProblemParams<Code extends ProblemCode> = ParamsIn<ProblemCodes[Code]>;

/**
 * Something that cannot be done, as plain data: the engine, the data readers and the worker say *what* is wrong,
 * `src/i18n` says it in words. `code` is `area.name` and is found as `area:problems.name` there.
 */
export type Problem<Code extends ProblemCode = ProblemCode> = {
  [Each in Code]: {
    readonly code: Each;
    readonly params: ProblemParams<Each>;
    /** Where the offence is, as in `layers[3].stride` or `data_batch_2.bin`. */
    readonly path?: string;
  };
}[Code];

/** Carries a {@link Problem} to whoever can show it. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.path ? `${problem.path}: ` : ''}${problem.code} ${JSON.stringify(problem.params)}`);
    this.name = 'ProblemError';
  }
}

type Given<Code extends ProblemCode> = keyof ProblemCodes[Code] extends never
  ? [params?: ProblemParams<Code>, path?: string]
  : [params: ProblemParams<Code>, path?: string];

/** Throws a {@link ProblemError}. */
export function fail<Code extends ProblemCode>(code: Code, ...[params, path]: Given<Code>): never {
  // The compiler does not follow that `params` are those of `code`.
  const problem = { code, params: params ?? {}, ...(path === undefined ? {} : { path }) } as Problem;
  throw new ProblemError(problem);
}

/** The code of what ends a run, and only one of several: a network has come to figures that are no numbers. */
export const DIVERGED = 'training.notFinite';

export function isDivergence(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === DIVERGED;
}
