import { fail, ProblemError, type Problem, type ProblemCode } from '../engine/problem';
import type { ByteReader } from './byteReader';
import type { Found, Holding } from './holding';
import { cifarRole, plainName, refuseContents, refuseSibling, type CifarName } from './recognise';
import { blankFrom, checkLabels, checkSize, MOST_RECORDS, parseClassNames } from './records';
import { problemIn, type Remarks } from './remarks';
import { copiedAsText, TextTraces } from './textCopy';
import { RECORD_BYTES, type LoadProgress } from './types';

/** The bytes of CIFAR-10's binary files under their official names; each has been checked. */
export type CifarFiles = ReadonlyMap<string, Uint8Array>;

/** Called for every piece that is read, which is often. */
export type OnProgress = (progress: LoadProgress) => void;

/** What two files say that are whole, each by itself. */
const CONTRADICTIONS: readonly ProblemCode[] = ['data.twice', 'data.otherSet'];
/** A list of class names is short; more is none. */
const MOST_NAMES_BYTES = 1 << 16;

/** Gathers files as they stream in, checks each, and tells how far it is. Each file lands in one array of its final size. */
export class Collector {
  /** The file that came last and how many of its bytes are here. */
  current: { readonly name: string; readonly size: number | undefined; filled: number } | undefined;
  /** Files that a name of CIFAR-10 was seen on, wanted or not. */
  seen = 0;
  private bytesRead = 0;
  private bytesTotal = 0;
  private recordsBefore = 0;

  /** @param wants the official names that are to be taken; others are passed over */
  constructor(
    readonly holding: Holding,
    readonly remarks: Remarks,
    readonly wants: (official: string) => boolean,
    private readonly onProgress: OnProgress | undefined,
  ) {}

  /** So many more bytes are going to be read. */
  expect(bytes: number): void {
    this.bytesTotal += bytes;
  }

  /** Counts bytes as they leave the source, before any unpacking. */
  count(bytes: number, source: string): void {
    this.bytesRead += bytes;
    this.onProgress?.({
      file: this.current?.name ?? source,
      bytesRead: this.bytesRead,
      bytesTotal: this.bytesTotal,
      records: this.recordsBefore + this.recordsOfCurrent(),
    });
  }

  /**
   * Reads one file of CIFAR-10. Left out with a remark where it is not whole: one whose name is not quite right, one that is
   * there already, and class names, since there are official ones.
   * @param foundAs the names it goes by, which are several for a file that links lead to
   * @throws ProblemError for contents that are not what the name says; whatever the reader throws.
   */
  async take(foundAs: readonly Found[], reader: ByteReader): Promise<void> {
    const [first] = foundAs;
    this.seen += foundAs.length;
    const wanted = foundAs.filter(({ official }) => this.wants(official));
    if (!first || wanted.length === 0) return;
    const needed = this.needs(first);
    const name = plainName(first.path);
    try {
      const bytes = await this.read(name, first, reader);
      for (const found of wanted) this.holding.take(found, bytes);
      if (cifarRole(first.official) !== 'names') this.tellBlank(first.path, bytes);
    } catch (error) {
      const problem = problemIn(error);
      if (!problem || needed || CONTRADICTIONS.includes(problem.code)) throw error;
      this.remarks.refuse(first.path, siblingOr(name, problem));
    }
  }

  private tellBlank(file: string, bytes: Uint8Array): void {
    const record = blankFrom(bytes);
    if (record !== undefined) this.remarks.tell({ code: 'data.blank', params: { file, record }, path: file });
  }

  /** Whether the load fails with this file. */
  needs({ official, exact }: CifarName): boolean {
    return exact && cifarRole(official) !== 'names' && this.wants(official) && !this.holding.has(official);
  }

  private async read(name: string, { official, size }: Found, reader: ByteReader): Promise<Uint8Array> {
    this.recordsBefore += this.recordsOfCurrent();
    this.current = { name: official, size, filled: 0 };
    if (cifarRole(official) === 'names') {
      const bytes = (await reader.take(MOST_NAMES_BYTES)).slice();
      parseClassNames(name, bytes);
      return bytes;
    }
    const head = await reader.peek(16);
    if (head.byteLength === 0) fail(size ? 'data.changed' : 'data.empty', { file: name }, name);
    refuseContents(name, head);
    try {
      if (size !== undefined) checkSize(name, size);
    } catch (error) {
      return refuse((await copiedAsText(name, reader)) ?? problemIn(error), error);
    }
    const bytes = await (size === undefined ? this.gather(name, reader) : this.fill(name, size, reader));
    checkRecords(name, bytes);
    return bytes;
  }

  private async fill(name: string, size: number, reader: ByteReader): Promise<Uint8Array> {
    const bytes = roomFor(name, size);
    for (let piece; (piece = await reader.next());) {
      if (this.filled + piece.byteLength > size) fail('data.changed', { file: name }, name);
      bytes.set(piece, this.filled);
      this.advance(piece.byteLength);
    }
    if (this.filled < size) fail('data.changed', { file: name }, name);
    return bytes;
  }

  /** For a size that unpacking alone tells. */
  private async gather(name: string, reader: ByteReader): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for (let piece; (piece = await reader.next());) {
      pieces.push(piece);
      this.advance(piece.byteLength);
      if (this.filled > MOST_RECORDS * RECORD_BYTES) checkSize(name, this.filled + RECORD_BYTES);
    }
    const bytes = roomFor(name, this.filled);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.byteLength;
    }
    return bytes;
  }

  private get filled(): number {
    return this.current?.filled ?? 0;
  }

  private advance(bytes: number): void {
    if (this.current) this.current.filled += bytes;
  }

  private recordsOfCurrent(): number {
    if (!this.current || cifarRole(this.current.name) === 'names') return 0;
    return Math.floor(this.current.filled / RECORD_BYTES);
  }
}

function roomFor(file: string, size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch {
    return fail('data.noMemory', { file, megabytes: Math.ceil(size / 1e6) }, file);
  }
}

/** Of a file that only resembles one of CIFAR-10's by name, a name that belongs to a sibling says more than its contents. */
function siblingOr(name: string, problem: Problem): Problem {
  try {
    refuseSibling(name);
  } catch (error) {
    return problemIn(error) ?? problem;
  }
  return problem;
}

function refuse(problem: Problem | undefined, error: unknown): never {
  throw problem ? new ProblemError(problem) : error;
}

/** @throws ProblemError where these are no records, or were changed on their way */
function checkRecords(name: string, bytes: Uint8Array): void {
  try {
    checkSize(name, bytes.byteLength);
    checkLabels(name, bytes);
  } catch (error) {
    const traces = new TextTraces();
    traces.add(bytes);
    refuse(traces.problem(name), error);
  }
}

/** @throws ProblemError where the file is not what its official name says. */
export function checkContents(name: string, bytes: Uint8Array): void {
  if (cifarRole(name) === 'names') parseClassNames(name, bytes);
  else checkRecords(name, bytes);
}
