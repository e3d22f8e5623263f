import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { lines, train } from '../support/cli';
import { someRecords } from '../support/records';
import { END, files, join as joined, parts } from '../unit/data/tarParts';

function folder(contents: Readonly<Record<string, Uint8Array | string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'kernelgarten-given-'));
  for (const [name, bytes] of Object.entries(contents)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  return path;
}

const options = ['--model', 'lenet', '--steps', '0', '--eval', '20', '--json'];

// What is taken and what is refused is tested without a GPU, in tests/unit/cli/data.test.ts.
describe('--data', () => {
  it('finds the archive in a folder, and says in the first line of --json what was left out of it', async () => {
    const plain = someRecords(16);
    const contents = Object.fromEntries(['data_batch_1.bin', 'test_batch.bin'].map((name) => [name, new Uint8Array(readFileSync(join(plain, name)))]));
    const bare = joined(parts({ name: 'data_batch_2.bin', type: '2', link: '/elsewhere' }), files(contents), END);
    const members = joined(gzipSync(bare.subarray(0, 9999)), gzipSync(bare.subarray(9999)), new Uint8Array(512));
    const given = folder({ 'downloads/cifar-10-binary.tar.gz': members, 'downloads/._cifar-10-binary.tar.gz': 'x', 'letter.txt': 'dear' });
    const outcome = await train('--data', given, ...options);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    const [start, evaluation] = lines(outcome);
    expect(start?.['dataRemarks']).toEqual([expect.stringMatching(/data_batch_2\.bin.*link to.*\/elsewhere/), 'Left out: “letter.txt”.']);
    expect(evaluation).toMatchObject({ type: 'eval', images: 20 });
  });

  it('is refused in one line where nothing of it can be taken', async () => {
    const given = folder({ 'cifar-10-binary.tar.gz': `PK\u0003\u0004${'x'.repeat(999)}` });
    const { status, stdout, stderr } = await train('--data', given, ...options);
    expect(stderr).toMatch(/^error: .*cifar-10-binary\.tar\.gz.* is packed as ZIP.*Unpack it.*\n$/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});
