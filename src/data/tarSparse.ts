import { BrokenArchive } from './brokenArchive';
import type { ByteReader } from './byteReader';
import { BLOCK, numberAt } from './tarFields';

/** A file that is stored without its long runs of zeros. https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html */
export interface SparseFile {
  /** Where the entry's own name is made up. */
  readonly path?: string;
  readonly size: number;
  /** What is stored, in its order. */
  readonly parts: readonly Part[];
}

interface Part {
  readonly at: number;
  readonly length: number;
}

/** Zeros of a piece that is not stored. */
const PIECE = 1 << 16;
const MOST_PARTS = 1 << 16;

/** GNU tar's own kind: the parts are in the header, and in further blocks behind it. */
export async function oldSparse(header: Uint8Array, reader: ByteReader): Promise<SparseFile> {
  const parts = partsIn(header, 386, 4);
  for (let more = header[482]; more;) {
    const block = await reader.take(BLOCK);
    if (block.byteLength < BLOCK) throw new BrokenArchive('cutShort');
    parts.push(...partsIn(block, 0, 21));
    more = block[504];
  }
  return checked({ size: numberAt(header, 483, 12), parts });
}

function partsIn(block: Uint8Array, at: number, count: number): Part[] {
  const places = Array.from({ length: count }, (_, index) => at + 24 * index);
  return places.map((place) => ({ at: numberAt(block, place, 12), length: numberAt(block, place + 12, 12) })).filter(({ at, length }) => at > 0 || length > 0);
}

/** The three kinds in PAX attributes: the parts as attributes (0.0), as a list in one (0.1), or before the contents (1.0). */
export async function paxSparse(pax: readonly (readonly [key: string, value: string])[], body: ByteReader): Promise<SparseFile | undefined> {
  const values = (key: string): string[] => pax.filter(([name]) => name === `GNU.sparse.${key}`).map(([, value]) => value);
  const [size] = [...values('realsize'), ...values('size')];
  if (size === undefined) return undefined;
  const [path] = values('name');
  const [map] = values('map');
  const offsets = values('offset');
  const lengths = values('numbytes');
  const numbers =
    values('major')[0] === '1'
      ? await numbersBefore(body)
      : map !== undefined
        ? map.split(',').map(Number)
        : offsets.flatMap((offset, index) => [Number(offset), Number(lengths[index])]);
  const parts = Array.from({ length: numbers.length >> 1 }, (_, index) => ({
    at: numbers[2 * index] ?? NaN,
    length: numbers[2 * index + 1] ?? NaN,
  }));
  return checked({ ...(path === undefined ? {} : { path }), size: Number(size), parts });
}

/** Lines of decimal numbers, how many pairs first, filled up to a block. */
async function numbersBefore(body: ByteReader): Promise<readonly number[]> {
  const numbers: number[] = [];
  let line = '';
  for (let count = 1; numbers.length < count;) {
    const block = await body.take(BLOCK);
    if (block.byteLength < BLOCK) throw new BrokenArchive('cutShort');
    for (const byte of block) {
      if (byte !== 0x0a) {
        line += String.fromCharCode(byte);
        continue;
      }
      numbers.push(Number(line));
      line = '';
      count = 1 + 2 * (numbers[0] ?? 0);
      if (!(count <= MOST_PARTS)) throw new BrokenArchive('damaged');
      if (numbers.length === count) break;
    }
  }
  return numbers.slice(1);
}

/** Parts must lie one behind the other, inside the file. */
function checked(file: SparseFile): SparseFile {
  let end = 0;
  for (const { at, length } of file.parts) {
    if (!(at >= end) || !(length >= 0)) throw new BrokenArchive('damaged');
    end = at + length;
  }
  if (!(end <= file.size) || !Number.isSafeInteger(file.size)) throw new BrokenArchive('damaged');
  return file;
}

/** The file as it was. */
export async function* unfold({ parts, size }: SparseFile, stored: ByteReader): AsyncGenerator<Uint8Array, void> {
  let at = 0;
  for (const part of [...parts, { at: size, length: 0 }]) {
    for (; at < part.at; at += PIECE) yield new Uint8Array(Math.min(PIECE, part.at - at));
    at = part.at + part.length;
    for (let left = part.length; left > 0;) {
      const piece = await stored.next(left);
      if (!piece) throw new BrokenArchive('cutShort');
      left -= piece.byteLength;
      yield piece;
    }
  }
}
