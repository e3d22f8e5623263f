import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { lines, train, type Outcome } from '../support/cli';
import { someRecords } from '../support/records';
import { END, files, join as joined, parts } from '../unit/data/tarParts';

const plain = someRecords(16);
const contents = Object.fromEntries(
  ['data_batch_1.bin', 'test_batch.bin'].map((name) => [name, new Uint8Array(readFileSync(join(plain, name)))]),
);
const bare = joined(files(contents), END);

function folder(contents: Readonly<Record<string, Uint8Array | string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'kernelgarten-given-'));
  for (const [name, bytes] of Object.entries(contents)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  return path;
}

const options = ['--model', 'lenet', '--steps', '0', '--eval', '20', '--json'];

const evaluated = (outcome: Outcome) => lines(outcome).find(({ type }) => type === 'eval');

describe('--data', () => {
  it('takes an archive, packed however, and folders above, as it takes the folder', async () => {
    const reference = await train('--data', plain, ...options);
    expect(reference).toMatchObject({ status: 0, stderr: '' });
    expect(lines(reference)[0]).toMatchObject({ dataRemarks: [] });
    expect(evaluated(reference)).toMatchObject({ images: 20 });
    const members = joined(gzipSync(bare.subarray(0, 9999)), gzipSync(bare.subarray(9999)), new Uint8Array(512));
    const above = folder({ 'downloads/cifar-10-binary.tar.gz': members, '._note': 'x' });
    symlinkSync('..', join(above, 'downloads', 'up'));
    const given = [
      join(folder({ 'cifar-10-binary.tar.gz': members }), 'cifar-10-binary.tar.gz'),
      join(folder({ 'a.tar.gz': bare }), 'a.tar.gz'),
      above,
    ];
    for (const path of given) {
      const outcome = await train('--data', path, ...options);
      expect(outcome).toMatchObject({ status: 0, stderr: '' });
      expect(evaluated(outcome)).toEqual(evaluated(reference));
    }
  });

  it('says in the first line of --json what was left out or taken under another name', async () => {
    const given = folder({
      'data_batch_1 (1).bin': contents['data_batch_1.bin'] ?? '',
      'cifar.tar': joined(parts({ name: 'data_batch_2.bin', type: '2', link: '/elsewhere' }), files(contents), END),
      'batches.meta.txt': '',
    });
    const outcome = await train('--data', given, ...options);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    const remarks = JSON.stringify(lines(outcome)[0]?.['dataRemarks']);
    for (const said of [/data_batch_1 \(1\)\.bin/, /data_batch_2\.bin.*link to.*\/elsewhere/, /batches\.meta\.txt.*0 class names/]) expect(remarks).toMatch(said);
  });

  it('is refused in one line where nothing of it can be taken', async () => {
    const { status, stdout, stderr } = await train('--data', folder({ 'cifar-10-binary.tar.gz': `PK\u0003\u0004${'x'.repeat(999)}` }), ...options);
    expect(stderr).toMatch(/^error: .*cifar-10-binary\.tar\.gz.* is packed as ZIP.*Unpack it.*\n$/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});
