import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateShapes } from '../../src/data/shapes';

const REAL = fileURLToPath(new URL('../../../shared/data/cifar-10-batches-bin', import.meta.url));
const MADE = fileURLToPath(new URL('../../test-output/records', import.meta.url));

/** Bytes of a record: its label and its picture. */
export const RECORD = 3073;

export type RecordFile = 'data_batch_1.bin' | 'test_batch.bin';

/** Whether the pictures of CIFAR-10 themselves are on this machine. */
export const haveRealRecords = existsSync(join(REAL, 'data_batch_1.bin')) && existsSync(join(REAL, 'test_batch.bin'));

/**
 * A folder with `data_batch_1.bin` and `test_batch.bin`: CIFAR-10 where it is, else pictures of the generator in the same
 * layout.
 */
export function recordsFolder(): string {
  if (haveRealRecords) return REAL;
  if (!existsSync(join(MADE, 'test_batch.bin'))) {
    mkdirSync(MADE, { recursive: true });
    const { train, test } = generateShapes({ seed: 7, trainCount: 10_000, testCount: 1000 });
    writeFileSync(join(MADE, 'data_batch_1.bin'), Buffer.concat(train.chunks));
    writeFileSync(join(MADE, 'test_batch.bin'), Buffer.concat(test.chunks));
  }
  return MADE;
}

export function recordPath(file: RecordFile): string {
  return join(recordsFolder(), file);
}

/** The first `bytes` of a file, a copy that may be broken. */
export function firstBytes(file: RecordFile, bytes: number): Buffer {
  return Buffer.from(readFileSync(recordPath(file)).subarray(0, bytes));
}

/** A new folder with the first `count` training records, and 20 test ones. */
export function someRecords(count: number): string {
  const path = mkdtempSync(join(tmpdir(), 'kernelgarten-records-'));
  writeFileSync(join(path, 'data_batch_1.bin'), firstBytes('data_batch_1.bin', count * RECORD));
  writeFileSync(join(path, 'test_batch.bin'), firstBytes('test_batch.bin', 20 * RECORD));
  return path;
}
