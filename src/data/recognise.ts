import { fail } from '../engine/problem';

export type CifarRole = 'train' | 'test' | 'names';

export const NAMES_FILE = 'batches.meta.txt';
export const TEST_FILE = 'test_batch.bin';
/** What holds all of CIFAR-10's pictures. */
export const WHOLE_SET: readonly string[] = [...[1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`), TEST_FILE];

/** The name without its folders. */
export function plainName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** What a file of the binary version of CIFAR-10 holds, by its official name; undefined for any other file. */
export function cifarRole(name: string): CifarRole | undefined {
  if (/^data_batch_[1-9]\d*\.bin$/.test(name)) return 'train';
  if (name === TEST_FILE) return 'test';
  return name === NAMES_FILE ? 'names' : undefined;
}

/** The N of `data_batch_N.bin`. */
export function batchNumber(name: string): number {
  return Number(/\d+/.exec(name)?.[0]);
}

/** Which file of CIFAR-10 a name plainly means. */
export interface CifarName {
  readonly official: string;
  /** Large and small letters apart, it is the official name itself. */
  readonly exact: boolean;
}

/** What copying and downloading put before, into and behind a name: "Copy of …", " (1)", " - Copy", "_2", ".bin.1", a missing ".bin". */
const BEFORE = String.raw`^(?:[^.]*[\s(])?`;
const BEHIND = String.raw`(?:[\s(~_-][^.]*)?`;
const BIN = String.raw`(?:\.bin(?:[.\s(~_-].*)?)?$`;

const MEANT: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [new RegExp(String.raw`${BEFORE}data[ _-]?batch[ _-]?0*([1-9]\d{0,3})${BEHIND}${BIN}`, 'i'), ([, number]) => `data_batch_${number}.bin`],
  [new RegExp(String.raw`${BEFORE}test[ _-]?batch${BEHIND}${BIN}`, 'i'), () => TEST_FILE],
  [new RegExp(String.raw`${BEFORE}batches[._-]meta${BEHIND}\.txt(?:[.\s(~_-].*)?$`, 'i'), () => NAMES_FILE],
];

/** Which file of CIFAR-10 a plain name means, copied or renamed in passing as it may be; its contents have the last word. */
export function cifarName(name: string): CifarName | undefined {
  if (isHidden(name)) return undefined;
  for (const [pattern, nameOf] of MEANT) {
    const match = pattern.exec(name);
    if (match) return { official: nameOf(match), exact: name.toLowerCase() === nameOf(match) };
  }
  return undefined;
}

/** Files that systems put beside others: `._data_batch_1.bin` of macOS, `.DS_Store`. */
export function isHidden(name: string): boolean {
  return name.startsWith('.');
}

export function isArchiveName(name: string): boolean {
  return /\.(gz|tgz|tar)$/i.test(name);
}

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Files that belong to a sibling of the binary version of CIFAR-10. */
const SIBLINGS: readonly (readonly [RegExp, 'data.cifar100' | 'data.python' | 'data.matlab'])[] = [
  [/^cifar-?100\b|^(train|test)(\.bin)?$|^(fine|coarse)_label_names\.txt$/i, 'data.cifar100'],
  [/^cifar-?10-?python|^(data_batch_\d+|test_batch|batches\.meta)$/i, 'data.python'],
  [/^cifar-?10-?matlab|\.mat$/i, 'data.matlab'],
];

/** Refuses a file whose name shows that it belongs to CIFAR-100 or to another version of CIFAR-10. */
export function refuseSibling(name: string): void {
  for (const [pattern, code] of SIBLINGS) if (pattern.test(name)) fail(code, { file: name }, name);
}

const PICTURES: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG/, 'PNG'],
  [/^\xff\xd8\xff/, 'JPEG'],
  [/^GIF8/, 'GIF'],
  [/^RIFF....WEBP/s, 'WebP'],
  [/^....ftypavif/s, 'AVIF'],
  [/^....ftyp(heic|heix|mif1)/s, 'HEIC'],
  [/^BM....\0\0\0\0/s, 'BMP'],
];

/** Ways of packing that are not unpacked here. None of them begins like a record, whose first byte is 0 to 9. */
const PACKED: readonly (readonly [RegExp, string])[] = [
  [/^PK[\x03\x05\x07]/, 'ZIP'],
  [/^7z\xbc\xaf\x27\x1c/, '7z'],
  [/^\xfd7zXZ\0/, 'xz'],
  [/^BZh[1-9]/, 'bzip2'],
  [/^\x28\xb5\x2f\xfd/, 'Zstandard'],
  [/^Rar!\x1a\x07/, 'RAR'],
  [/^LZIP/, 'lzip'],
  [/^\x1f[\x9d\xa0]/, 'compress'],
];

/** Refuses contents that begin like something known which is neither CIFAR-10 records nor a tar or gzip archive. */
export function refuseContents(name: string, head: Uint8Array): void {
  const begin = String.fromCharCode(...head.subarray(0, 16));
  for (const [pattern, format] of PICTURES) if (pattern.test(begin)) fail('data.picture', { file: name, format }, name);
  for (const [pattern, format] of PACKED) if (pattern.test(begin)) fail('data.packed', { file: name, format }, name);
  if (/^\x80[\x02-\x05]/.test(begin)) fail('data.python', { file: name }, name);
  if (begin.startsWith('MATLAB')) fail('data.matlab', { file: name }, name);
  if (begin.startsWith('version https://')) fail('data.lfsPointer', { file: name }, name);
  if (/^\0\x05\x16\x07\0/.test(begin)) fail('data.appleDouble', { file: name }, name);
  if (/^\x1f(\xc2\x8b|\xef\xbf\xbd)/.test(begin)) fail('data.asTextRecoded', { file: name }, name);
  if (/^(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml)/i.test(begin)) fail('data.webPage', { file: name }, name);
}
