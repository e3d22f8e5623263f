import { existsSync } from 'node:fs';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateShapes } from '../../src/data/shapes';
import type { RecordSet } from '../../src/data/types';

const REAL = fileURLToPath(new URL('../../../shared/data/cifar-10-batches-bin', import.meta.url));
const MADE = fileURLToPath(new URL('../../test-output/records', import.meta.url));

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
    writeFileSync(join(MADE, 'data_batch_1.bin'), bytesOf(train));
    writeFileSync(join(MADE, 'test_batch.bin'), bytesOf(test));
  }
  return MADE;
}

function bytesOf(records: RecordSet): Buffer {
  return Buffer.concat(records.chunks);
}

/** A new folder under `test-output` with the first `bytes` of one of the files in it, to be broken or cut short. */
export function pieceOf(file: 'data_batch_1.bin' | 'test_batch.bin', bytes: number): Buffer {
  return readFileSync(join(recordsFolder(), file)).subarray(0, bytes);
}
