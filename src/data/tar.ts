import { BrokenArchive } from './brokenArchive';
import { ByteReader } from './byteReader';
import { BLOCK, checksumHolds, isTar, isZero, numberAt, textAt } from './tarFields';
import { oldSparse, paxSparse, unfold } from './tarSparse';

export interface TarEntry {
  readonly path: string;
  readonly kind: 'file' | 'link' | 'symlink' | 'other';
  /** What a link points to, as it is written there: from the archive's root for a (hard) link, from its own folder for a symlink. */
  readonly target: string;
  /** Bytes of the file; 0 for what has none. */
  readonly size: number;
  readonly body: ByteReader;
}

/** Longest names and attributes of an entry that are believed. */
const MOST_ATTRIBUTES = 1 << 20;
/** Links, devices, folders and pipes have no body, whatever size their header says (as in GNU tar). */
const BODYLESS = '123456';

type Attributes = readonly (readonly [key: string, value: string])[];

/** What entries before a file say of it. */
interface Said {
  readonly path?: string;
  readonly target?: string;
  readonly pax: Attributes;
}

/**
 * Reads a tar archive as GNU tar does: v7, ustar, PAX and GNU headers, sparse files, with no end mark, or with anything behind it.
 * Of a header it reads what is needed here (name, kind, size, link), so that no odd time or owner is in its way.
 * (https://www.gnu.org/software/tar/manual/html_node/Standard.html and POSIX, "pax". The libraries for browsers refuse
 * times before 1970, or what follows the end.)
 */
export class TarReader {
  /** Whether the archive's own end mark was met. */
  ended = false;

  constructor(private readonly reader: ByteReader) {}

  /**
   * The entries in their order. Each body is to be read before the next entry is asked for; what is left of it is passed over.
   * @throws BrokenArchive for an end inside an entry, or a block between entries that is no header
   */
  async *entries(): AsyncGenerator<TarEntry, void> {
    let said: Said = { pax: [] };
    let everywhere: Attributes = [];
    for (;;) {
      const block = await this.reader.take(BLOCK);
      if (isZero(block)) {
        this.ended ||= block.byteLength > 0;
        if (!(await this.hasArchiveBehind())) return;
        [said, everywhere] = [{ pax: [] }, []];
        continue;
      }
      if (block.byteLength < BLOCK) throw new BrokenArchive('cutShort', true);
      if (!checksumHolds(block)) throw new BrokenArchive('damaged', true);
      const type = String.fromCharCode(block[156] ?? 0);
      const size = numberAt(block, 124, 12);
      if (!Number.isSafeInteger(size) || size < 0) throw new BrokenArchive('damaged', true);
      if (type === 'L') said = { ...said, path: textAt(await this.attributes(size), 0, size) };
      else if (type === 'K') said = { ...said, target: textAt(await this.attributes(size), 0, size) };
      else if (type === 'x' || type === 'X') said = { ...said, pax: parsePax(await this.attributes(size)) };
      else if (type === 'g') everywhere = parsePax(await this.attributes(size));
      else {
        yield* this.entry(block, type, size, { ...said, pax: [...everywhere, ...said.pax] });
        said = { pax: [] };
      }
    }
  }

  private async *entry(block: Uint8Array, type: string, headerSize: number, said: Said): AsyncGenerator<TarEntry, void> {
    const pax = new Map(said.pax);
    const stored = BODYLESS.includes(type) ? 0 : Number(pax.get('size') ?? headerSize);
    if (!Number.isSafeInteger(stored) || stored < 0) throw new BrokenArchive('damaged', true);
    const left = { bytes: stored };
    const raw = new ByteReader(piecesOf(this.reader, left));
    const sparse = type === 'S' ? await oldSparse(block, this.reader) : await paxSparse(said.pax, raw);
    const path = sparse?.path ?? pax.get('path') ?? said.path ?? pathIn(block);
    yield {
      path,
      kind: kindOf(type, path),
      target: pax.get('linkpath') ?? said.target ?? textAt(block, 157, 100),
      size: sparse?.size ?? stored,
      body: sparse ? new ByteReader(unfold(sparse, raw)) : raw,
    };
    while (left.bytes > 0) await passOver(this.reader, left);
    await this.reader.take(-stored & (BLOCK - 1));
  }

  /** Archives may be put one behind the other (`cat`, `tar -A`, `tar --ignore-zeros`); anything else behind an end mark is none of ours. */
  private async hasArchiveBehind(): Promise<boolean> {
    for (;;) {
      const head = await this.reader.peek(BLOCK);
      if (head.byteLength < BLOCK || !isZero(head)) return isTar(head);
      await this.reader.take(BLOCK);
    }
  }

  /** The body of an entry that describes the next one. */
  private async attributes(size: number): Promise<Uint8Array> {
    if (size > MOST_ATTRIBUTES) throw new BrokenArchive('damaged', true);
    const bytes = await this.reader.take(size);
    if (bytes.byteLength < size) throw new BrokenArchive('cutShort');
    await this.reader.take(-size & (BLOCK - 1));
    return bytes;
  }
}

async function* piecesOf(reader: ByteReader, left: { bytes: number }): AsyncGenerator<Uint8Array, void> {
  while (left.bytes > 0) yield await passOver(reader, left);
}

async function passOver(reader: ByteReader, left: { bytes: number }): Promise<Uint8Array> {
  const piece = await reader.next(left.bytes);
  if (!piece) throw new BrokenArchive('cutShort');
  left.bytes -= piece.byteLength;
  return piece;
}

function kindOf(type: string, path: string): TarEntry['kind'] {
  if (type === '1') return 'link';
  if (type === '2') return 'symlink';
  // Volume labels, lists of folders and continued volumes of GNU tar are no files; any kind that is unknown is one.
  return '3456VDM'.includes(type) || path.endsWith('/') ? 'other' : 'file';
}

function pathIn(block: Uint8Array): string {
  const name = textAt(block, 0, 100);
  const prefix = textAt(block, 257, 6) === 'ustar' && block[262] === 0 ? textAt(block, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records such as `27 path=some/where/a.bin\n`, where 27 is the length of the whole record. */
function parsePax(bytes: Uint8Array): Attributes {
  const attributes: [string, string][] = [];
  for (let at = 0; at < bytes.byteLength;) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(textAt(bytes, at, space - at));
    const record = new TextDecoder().decode(bytes.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    if (space < 0 || !(length > space + 1 - at) || equals < 0) break;
    attributes.push([record.slice(0, equals), record.slice(equals + 1)]);
    at += length;
  }
  return attributes;
}
