import { fail, ProblemError, type Problem } from '../engine/problem';
import { BrokenArchive } from './brokenArchive';
import { ByteReader } from './byteReader';
import type { Collector } from './collector';
import { gunzip } from './gunzip';
import type { Found } from './holding';
import { cifarName, isArchiveName, isGzip, plainName, refuseContents, refuseSibling, type CifarName } from './recognise';
import { problemIn } from './remarks';
import { piecesOf, type SourceFile } from './source';
import { TarReader, type TarEntry } from './tar';
import { BLOCK, isTar } from './tarFields';
import { clean, TarLinks } from './tarLinks';
import { copiedAsText } from './textCopy';
import { CLASS_COUNT, RECORD_BYTES } from './types';

/** Archives in archives; a file that unpacks to itself has no end. */
const DEEPEST = 8;
/** Enough of an archive to see whether it was copied as text. */
const TRACED = 1 << 22;

/** Something to be read: a file that was given, what is packed in it, or an entry of an archive. */
interface Item {
  /** How a person finds it: its folders and archives and its name. */
  readonly path: string;
  /** The name that says what it holds. */
  readonly name: string;
  readonly size: number | undefined;
  readonly reader: ByteReader;
  readonly depth: number;
  /** The reading of the tar archive that it is in. */
  readonly archive?: object;
}

/**
 * Reads a file that was given into the collector, whatever it is: its contents say whether it is packed, an archive, or a
 * file itself. At no time is more of an archive in memory than a few pieces in flight. What is none of CIFAR-10's is left out.
 * @throws ProblemError for a file of CIFAR-10, or an archive with some, that is cut short or damaged; the signal's reason
 * when it is aborted.
 */
export async function readGiven(file: SourceFile, collector: Collector, signal: AbortSignal | undefined): Promise<void> {
  const visit = new Visit(file, collector, signal);
  await visit.run();
  // Links to files of other names were understood when those had passed.
  if (visit.aliases.size === 0) return;
  collector.expect(file.size);
  await new Visit(file, collector, signal, visit.aliases).run();
}

class Visit {
  /** Paths of files in archives that links with a name of CIFAR-10 lead to, and what they then are. */
  readonly aliases = new Map<string, Found[]>();

  private bytesRead = 0;
  /** The file is no plain one. */
  private packed = false;

  /** @param only nothing but these is taken: the aliases of an earlier visit */
  constructor(
    private readonly file: SourceFile,
    private readonly collector: Collector,
    private readonly signal: AbortSignal | undefined,
    private readonly only?: ReadonlyMap<string, readonly Found[]>,
  ) {}

  async run(): Promise<void> {
    const { file, collector } = this;
    collector.current = undefined;
    const reader = new ByteReader(this.counted());
    const item: Item = { path: file.name, name: plainName(file.name), size: file.size, reader, depth: 0 };
    try {
      await this.orLeaveOut(item, () => this.visit(item));
    } finally {
      await reader.close();
      collector.expect(this.bytesRead - file.size);
    }
  }

  private async *counted(): AsyncGenerator<Uint8Array, void> {
    for await (const piece of piecesOf(this.file, this.signal)) {
      this.bytesRead += piece.byteLength;
      this.collector.count(piece.byteLength, this.file.name);
      yield piece;
    }
  }

  private async visit(item: Item): Promise<void> {
    const { wants } = this.collector;
    const meant = this.only ? [] : namesOf(item.name);
    if (meant.length > 0 && !meant.some(({ official }) => wants(official))) {
      this.collector.seen++;
      return;
    }
    const head = await item.reader.peek(BLOCK);
    this.packed ||= isGzip(head) || isTar(head);
    if (isGzip(head)) return this.visitPacked(item);
    if (isTar(head)) return this.visitTar(item);
    const { path, size, archive } = item;
    const foundAs = this.only ? (this.only.get(path) ?? []) : meant.map((name) => ({ ...name, path }));
    if (!this.only && foundAs.length === 0) return this.collector.remarks.leaveOut(path, reasonAgainst(item, head));
    await this.collector.take(
      foundAs.map((found) => ({ ...found, size, ...(archive ? { archive } : {}) })),
      item.reader,
    );
  }

  private async visitPacked(item: Item): Promise<void> {
    if (item.depth >= DEEPEST) fail('data.tooDeep', { file: item.path, most: DEEPEST }, item.path);
    const { seen } = this.collector;
    const reader = new ByteReader(gunzip(item.reader));
    const name = item.name.replace(/\.t?gz$/i, '');
    await this.visit({ ...item, name, size: undefined, reader, depth: item.depth + 1 });
    // The checksum of what was taken is at the end.
    if (this.collector.seen > seen) await reader.drain();
  }

  private async visitTar(item: Item): Promise<void> {
    const { collector } = this;
    if (item.depth >= DEEPEST) fail('data.tooDeep', { file: item.path, most: DEEPEST }, item.path);
    const tar = new TarReader(item.reader);
    const links = new TarLinks();
    const named: TarEntry[] = [];
    const { seen } = collector;
    let broken: BrokenArchive | undefined;
    try {
      for await (const entry of tar.entries()) {
        links.add(entry);
        if (entry.kind === 'file') {
          const path = `${item.path}/${clean(entry.path)}`;
          const { size, body: reader } = entry;
          const inside: Item = { path, name: plainName(entry.path), size, reader, depth: item.depth + 1, archive: tar };
          await this.orLeaveOut(inside, () => this.visit(inside));
        } else if (cifarName(plainName(clean(entry.path)))) {
          named.push(entry);
        }
      }
    } catch (error) {
      if (!(error instanceof BrokenArchive && error.betweenEntries)) throw error;
      broken = error;
    }
    if (!this.only) for (const entry of named) this.follow(entry, item, links);
    // Anything may follow a whole set, some of which links may lead to.
    const linked = [...this.aliases.values()].flat().map(({ official }) => official);
    if (broken && !collector.holding.wholeWith(linked)) throw broken;
    if (this.only) return;
    if (collector.seen === seen && this.aliases.size === 0) {
      collector.remarks.leaveOut(item.path, { code: 'data.noBatches', params: { file: item.path }, path: item.path });
    } else if (!tar.ended && !collector.holding.whole) {
      collector.remarks.tell({ code: 'data.noEndMark', params: { file: item.path } });
    }
  }

  /** Takes what a link with a name of CIFAR-10 leads to. */
  private follow({ path: own, kind, target }: TarEntry, item: Item, links: TarLinks): void {
    const { remarks, wants } = this.collector;
    const path = `${item.path}/${clean(own)}`;
    for (const meant of namesOf(plainName(clean(own)))) {
      if (!wants(meant.official)) continue;
      const file = links.follow(own);
      const led = `${item.path}/${file}`;
      if (file !== undefined) this.aliases.set(led, [...(this.aliases.get(led) ?? []), { ...meant, path, size: undefined }]);
      else if (kind === 'other') remarks.tell({ code: 'data.noFile', params: { file: path }, path });
      else remarks.tell({ code: 'data.linkOutside', params: { file: path, target }, path });
    }
  }

  /** Passes a failure on where files of CIFAR-10 are concerned; else leaves the item out. */
  private async orLeaveOut(item: Item, work: () => Promise<void>): Promise<void> {
    const { seen } = this.collector;
    try {
      await work();
    } catch (error) {
      this.signal?.throwIfAborted();
      // What the item is read from has failed, so it is no fault of the item.
      if (error === item.reader.failure && item.depth > 0) throw error;
      const problem = error instanceof BrokenArchive ? whatBroke(error, item, this.collector) : problemIn(error);
      if (!problem) throw error;
      const copied = item.depth === 0 && this.packed ? await this.copiedAsText(problem) : problem;
      if (this.collector.seen > seen || this.only || namesOf(item.name).some((name) => this.collector.needs(name))) throw new ProblemError(copied);
      this.collector.remarks.refuse(item.path, copied);
    }
  }

  /** The cause of a problem with what is in the file, where it is that the file was copied as text. */
  private async copiedAsText(problem: Problem): Promise<Problem> {
    if (problem.code.includes('.asText')) return problem;
    const reader = new ByteReader(piecesOf(this.file, this.signal));
    try {
      return (await copiedAsText(this.file.name, reader, TRACED)) ?? problem;
    } finally {
      await reader.close();
    }
  }
}

function whatBroke({ how }: BrokenArchive, { path }: Item, collector: Collector): Problem {
  const code = how === 'cutShort' ? 'data.archiveCutShort' : 'data.archiveDamaged';
  return { code, params: { file: path, ...whereIn(collector, path) }, path };
}

function namesOf(name: string): readonly CifarName[] {
  const meant = cifarName(name);
  return meant ? [meant] : [];
}

/** What a file is that is none of CIFAR-10's, where its name or its contents say so. */
function reasonAgainst({ path, name, size, archive }: Item, head: Uint8Array): Problem | undefined {
  try {
    if (size === 0 && !archive) fail('data.empty', { file: name }, name);
    if (!archive) refuseContents(name, head);
    if (size && size % RECORD_BYTES === 0 && size % (RECORD_BYTES + 1) !== 0 && (head[0] ?? 0) < CLASS_COUNT) {
      fail('data.whichBatch', { file: name }, name);
    }
    refuseSibling(name);
    if (archive) return undefined;
    if (size === undefined) fail('data.notTar', { file: path }, path);
    return isArchiveName(name) ? fail('data.notGzip', { file: path }, path) : undefined;
  } catch (error) {
    return problemIn(error);
  }
}

/** The entry in which unpacking stopped, and the record there. */
function whereIn({ current }: Collector, archive: string): { entry: string; record: number } {
  if (!current) return { entry: plainName(archive), record: 0 };
  const records = Math.ceil((current.size ?? Infinity) / RECORD_BYTES);
  return { entry: current.name, record: Math.min(Math.floor(current.filled / RECORD_BYTES), records - 1) };
}
