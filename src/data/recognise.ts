import { fail } from '../engine/problem';

export type CifarRole = 'train' | 'test' | 'names';

/** The name without its folders. */
export function plainName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** What a file of the binary version of CIFAR-10 holds, by its plain name; undefined for any other file. */
export function cifarRole(name: string): CifarRole | undefined {
  if (/^data_batch_[1-9]\d*\.bin$/.test(name)) return 'train';
  if (name === 'test_batch.bin') return 'test';
  return name === 'batches.meta.txt' ? 'names' : undefined;
}

/** The N of `data_batch_N.bin`. */
export function batchNumber(name: string): number {
  return Number(/\d+/.exec(name)?.[0]);
}

export function isArchiveName(name: string): boolean {
  return /\.(gz|tgz|tar)$/i.test(name);
}

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Files that belong to a sibling of the binary version of CIFAR-10. */
const SIBLINGS: readonly (readonly [RegExp, string])[] = [
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

/** Refuses contents that begin like something known which is neither CIFAR-10 records nor an archive. */
export function refuseContents(name: string, head: Uint8Array): void {
  const begin = String.fromCharCode(...head.subarray(0, 16));
  for (const [pattern, format] of PICTURES) if (pattern.test(begin)) fail('data.picture', { file: name, format }, name);
  if (/^\x80[\x02-\x05]/.test(begin)) fail('data.python', { file: name }, name);
  if (begin.startsWith('MATLAB')) fail('data.matlab', { file: name }, name);
}
