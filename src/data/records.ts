import { fail } from '../engine/problem';
import { textOf } from './text';
import { CLASS_COUNT, PICTURE_BYTES, RECORD_BYTES } from './types';

/** A CIFAR-100 record: a coarse label, a fine label, the picture. */
const CIFAR100_RECORD_BYTES = PICTURE_BYTES + 2;
/** Ten times what an official file holds; more is not a file of CIFAR-10, and asking for its memory could end the tab. */
export const MOST_RECORDS = 100_000;
/** What an official file holds. */
const OFFICIAL_RECORDS = 10_000;

/** Refuses the size of a file of records before it is read. Records count from 0, as all but steps and epochs does. */
export function checkSize(file: string, size: number): void {
  const records = Math.floor(size / RECORD_BYTES);
  const have = size % RECORD_BYTES;
  if (records > MOST_RECORDS) fail('data.tooLarge', { file, records, most: MOST_RECORDS }, file);
  if (have === 0) return;
  if (size % CIFAR100_RECORD_BYTES === 0) fail('data.cifar100', { file }, file);
  if (records >= OFFICIAL_RECORDS) fail('data.tooLong', { file, bytes: size - OFFICIAL_RECORDS * RECORD_BYTES }, file);
  fail('data.cutShort', { file, record: records, have }, file);
}

/** Refuses a label above 9. */
export function checkLabels(file: string, bytes: Uint8Array): void {
  for (let at = 0, record = 0; at < bytes.byteLength; at += RECORD_BYTES, record++) {
    const label = bytes[at] ?? 0;
    if (label >= CLASS_COUNT) fail('data.label', { file, record, label }, file);
  }
}

/** The first of the records of zeros that end a file, as where a download stopped for which room had been made; undefined without any. */
export function blankFrom(bytes: Uint8Array): number | undefined {
  let end = bytes.byteLength;
  while (end > 0 && bytes[end - 1] === 0) end--;
  const record = Math.ceil(end / RECORD_BYTES);
  return record * RECORD_BYTES < bytes.byteLength ? record : undefined;
}

/** The ten names of `batches.meta.txt`, one a line, blank lines apart; in UTF-8 or UTF-16, lines ending as on any system. */
export function parseClassNames(file: string, bytes: Uint8Array): string[] {
  const text = textOf(bytes);
  if (text === undefined || /[^\P{Cc}\t\r\n]/u.test(text)) fail('data.classNamesNotText', { file }, file);
  const names = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const different = new Set(names).size;
  const found = different === CLASS_COUNT ? names.length : different;
  if (found !== CLASS_COUNT) fail('data.classNames', { file, found }, file);
  return names;
}
