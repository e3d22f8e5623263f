import { fail } from '../engine/problem';
import { CLASS_COUNT, PICTURE_BYTES, RECORD_BYTES } from './types';

/** A CIFAR-100 record: a coarse label, a fine label, the picture. */
const CIFAR100_RECORD_BYTES = PICTURE_BYTES + 2;
/** Ten times what an official file holds; more is not a file of CIFAR-10, and asking for its memory could end the tab. */
export const MOST_RECORDS = 100_000;
/** What an official file holds. */
const OFFICIAL_RECORDS = 10_000;

/** Refuses the size of a file of records before it is read; numbers of records count from 1. */
export function checkSize(file: string, size: number): void {
  const records = Math.floor(size / RECORD_BYTES);
  const have = size % RECORD_BYTES;
  if (records > MOST_RECORDS) fail('data.tooLarge', { file, records, most: MOST_RECORDS }, file);
  if (have === 0) return;
  if (size % CIFAR100_RECORD_BYTES === 0) fail('data.cifar100', { file }, file);
  if (records >= OFFICIAL_RECORDS) fail('data.tooLong', { file, bytes: size - OFFICIAL_RECORDS * RECORD_BYTES }, file);
  fail('data.cutShort', { file, record: records + 1, have }, file);
}

/** Refuses a label above 9. */
export function checkLabels(file: string, bytes: Uint8Array): void {
  for (let at = 0, record = 1; at < bytes.byteLength; at += RECORD_BYTES, record++) {
    const label = bytes[at] ?? 0;
    if (label >= CLASS_COUNT) fail('data.label', { file, record, label }, file);
  }
}

/** The ten names of `batches.meta.txt`, one a line, blank lines apart; in UTF-8 or UTF-16, lines ending as on any system. */
export function parseClassNames(file: string, bytes: Uint8Array): string[] {
  const names = new TextDecoder(encodingOf(bytes))
    .decode(bytes)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (names.length !== CLASS_COUNT) fail('data.classNames', { file, found: names.length }, file);
  return names;
}

/** UTF-16 by its mark, or by the zero in every letter of the alphabet. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((first === 0xff && second === 0xfe) || second === 0) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || first === 0) return 'utf-16be';
  return 'utf-8';
}
