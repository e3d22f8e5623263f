import { ProblemError, type Problem } from '../engine/problem';
import { isHidden, plainName } from './recognise';

/** How many of a list are named before the rest are counted. */
const NAMED = 3;
/** How many are said in words of their own; a broken one beyond is still in the list of what was left out. */
const TOLD = 8;

/** What may be said of several files at once. */
type ListCode = 'data.leftOut' | 'data.unopened' | 'data.same' | 'data.noneOf';

/** Every unpacked CIFAR-10 has it. */
const COMPANIONS = ['readme.html'];

/**
 * What there is to say of a load that succeeds: what was left out, what was taken for something. The same remarks give
 * the reason where nothing could be taken.
 */
export class Remarks {
  private readonly told: Problem[] = [];
  private readonly foreign: { readonly path: string; readonly reason?: Problem }[] = [];
  private readonly lists = new Map<ListCode, string[]>();

  /** Something that plainly belongs was taken with a change, or cannot be: said in its own words. */
  tell(problem: Problem): void {
    this.told.push(problem);
  }

  /** Something was left out that resembles CIFAR-10's files and is broken. */
  refuse(path: string, problem: Problem): void {
    this.tell(problem);
    this.leaveOut(path);
  }

  /** Something that is none of CIFAR-10's files. @param reason what it is instead, where that is known */
  leaveOut(path: string, reason?: Problem): void {
    const name = plainName(path);
    if (isHidden(name) || COMPANIONS.includes(name.toLowerCase())) return;
    this.foreign.push(reason ? { path, reason } : { path });
  }

  /** One more file of which `code` says the same. */
  list(code: ListCode, path: string): void {
    const paths = this.lists.get(code);
    if (paths) paths.push(path);
    else this.lists.set(code, [path]);
  }

  /** Why nothing was taken, as far as the files say. */
  get reason(): Problem | undefined {
    return this.told[0] ?? this.foreign.find(({ reason }) => reason)?.reason;
  }

  /** For a load that succeeded. */
  all(): readonly Problem[] {
    const foreign = this.foreign.map(({ path }) => path);
    const lists = [...this.lists, ...(foreign.length > 0 ? [['data.leftOut', foreign] as const] : [])];
    return [...this.told.slice(0, TOLD), ...lists.map(([code, paths]) => listed(code, paths))];
  }
}

/** Names the first few; `code`More says how many are not named. */
export function listed(code: ListCode, names: readonly string[]): Problem {
  const files = names.slice(0, names.length > NAMED + 1 ? NAMED : NAMED + 1).map((name) => `“${name}”`);
  const more = names.length - files.length;
  return more > 0 ? { code: `${code}More`, params: { files: files.join(', '), more } } : { code, params: { files: files.join(', ') } };
}

/** What an error says, where it is a problem with the input. */
export function problemIn(error: unknown): Problem | undefined {
  return error instanceof ProblemError ? error.problem : undefined;
}
