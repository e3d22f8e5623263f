import { fail } from '../engine/problem';
import { cifarRole, refuseContents } from './recognise';
import { checkLabels, checkSize, parseClassNames } from './records';
import { chunksOf } from './source';
import { RECORD_BYTES, type LoadProgress } from './types';

/** The bytes of CIFAR-10's binary files under their plain names; each has been checked. */
export type CifarFiles = ReadonlyMap<string, Uint8Array>;

/** Called for every piece that is read, which is often. */
export type OnProgress = (progress: LoadProgress) => void;

/** Gathers files as they stream in, checks each, and tells how far it is. Each file lands in one array of its final size. */
export class Collector {
  readonly files = new Map<string, Uint8Array>();
  /** The file that came last and how many of its bytes are here. */
  current: { readonly name: string; readonly size: number; filled: number } | undefined;
  private bytesRead = 0;
  private recordsBefore = 0;

  constructor(
    private readonly bytesTotal: number,
    private readonly onProgress: OnProgress | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {}

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
   * Reads one file of CIFAR-10.
   * @throws ProblemError for contents that are not what the name says; whatever the stream throws.
   */
  async take(name: string, size: number, stream: ReadableStream<Uint8Array>): Promise<void> {
    if (this.files.has(name)) fail('data.twice', { file: name }, name);
    if (size === 0) fail('data.empty', { file: name }, name);
    this.recordsBefore += this.recordsOfCurrent();
    const current = (this.current = { name, size, filled: 0 });
    let bytes: Uint8Array | undefined;
    for await (const chunk of chunksOf(stream, this.signal)) {
      bytes ??= this.prepare(chunk);
      if (current.filled + chunk.byteLength > size) fail('data.changed', { file: name }, name);
      bytes.set(chunk, current.filled);
      current.filled += chunk.byteLength;
    }
    if (!bytes || current.filled < size) fail('data.changed', { file: name }, name);
    checkContents(name, bytes);
    this.files.set(name, bytes);
  }

  /** Judges the file by its first bytes and its size, then makes room for it. */
  private prepare(head: Uint8Array): Uint8Array {
    const { name, size } = this.current ?? { name: '', size: 0 };
    refuseContents(name, head);
    if (cifarRole(name) !== 'names') checkSize(name, size);
    try {
      return new Uint8Array(size);
    } catch {
      return fail('data.noMemory', { file: name, megabytes: Math.ceil(size / 1e6) }, name);
    }
  }

  private recordsOfCurrent(): number {
    if (!this.current || cifarRole(this.current.name) === 'names') return 0;
    return Math.floor(this.current.filled / RECORD_BYTES);
  }
}

/** @throws ProblemError where the file is not what its name says. */
export function checkContents(name: string, bytes: Uint8Array): void {
  if (cifarRole(name) === 'names') {
    parseClassNames(name, bytes);
  } else {
    checkSize(name, bytes.byteLength);
    checkLabels(name, bytes);
  }
}
