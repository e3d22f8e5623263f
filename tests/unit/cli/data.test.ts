import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadData } from '../../../src/cli/data';
import { errorLine, exitStatus } from '../../../src/cli/errors';
import { parseOptions, type TrainOptions } from '../../../src/cli/options';
import { records, type Contents } from '../data/files';
import { END, files, join as joined } from '../data/tarParts';

const contents: Contents = { 'data_batch_1.bin': records(16, 1), 'data_batch_2.bin': records(8, 2), 'test_batch.bin': records(20, 3) };
const bare = joined(files(contents), END);

function folder(contents: Readonly<Record<string, Uint8Array | string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'kernelgarten-given-'));
  for (const [name, bytes] of Object.entries(contents)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  return path;
}

function optionsOf(...words: readonly string[]): TrainOptions {
  const options = parseOptions(words);
  if (!options) throw new Error('no options');
  return options;
}

describe('--data', () => {
  it('reads a folder, its archive, a folder above, and what links in it lead to', async () => {
    const plain = folder(contents);
    const linked = folder({ 'unpack.log': 'x' });
    symlinkSync(plain, join(linked, 'cifar'));
    symlinkSync('..', join(linked, 'up'));
    symlinkSync('.', join(linked, 'round'));
    for (const path of [plain, join(folder({ 'a.tar.gz': gzipSync(bare) }), 'a.tar.gz'), folder({ 'a/b/cifar-10-binary.tar.gz': bare }), linked]) {
      const { train, test } = await loadData(optionsOf('--data', path, '--eval', 'all'));
      expect([train.count, test.count]).toEqual([24, 20]);
    }
  });

  it('reads no more than it needs: no test pictures for nothing, no training file that was not asked for', async () => {
    const path = folder({ ...contents, 'data_batch_1.bin': 'broken' });
    const { files: read } = await loadData(optionsOf('--data', path, '--train-files', 'data_batch_2.bin'));
    expect(read).toEqual(['data_batch_2.bin']);
  });

  it('keeps to the folder that was named where another set lies below it', async () => {
    const path = folder({ ...contents, 'full/data_batch_1.bin': records(9, 9), 'full/data_batch_3.bin': records(9, 9) });
    const { train, remarks } = await loadData(optionsOf('--data', path));
    expect(train.count).toBe(24);
    expect(remarks).toMatchObject([{ code: 'data.otherSet', params: { file: 'full/' } }, { code: 'data.leftOut' }]);
  });

  const grown = Buffer.from(Buffer.from(records(20, 1)).toString('latin1').replaceAll('\n', '\r\n'), 'latin1');

  it.each<[string, () => string, RegExp]>([
    ['a file copied as text', () => folder({ 'data_batch_1.bin': grown }), /data_batch_1\.bin.* was copied as text: each line feed/],
    [
      'an archive that is cut short',
      () => join(folder({ 'a.tgz': gzipSync(bare).subarray(0, 20_000) }), 'a.tgz'),
      /a\.tgz.* is cut short: it ends in data_batch_1\.bin, record/,
    ],
    [
      'a ZIP archive',
      () => join(folder({ 'cifar-10-binary.tar.gz': `PK\u0003\u0004${'x'.repeat(999)}` }), 'cifar-10-binary.tar.gz'),
      /cifar-10-binary\.tar\.gz.* is packed as ZIP.*Unpack it/,
    ],
    ['an empty folder', () => folder({}), /There is no file here/],
    ['a folder of strangers', () => folder({ 'a.jpg': 'x', 'b.txt': 'x' }), /None of these is a file of CIFAR-10: “a\.jpg”, “b\.txt”/],
    [
      'a folder with the name of a file',
      () => {
        const path = folder({});
        mkdirSync(join(path, 'data_batch_1.bin'));
        return path;
      },
      /data_batch_1\.bin.* could not be read \(EISDIR/,
    ],
    [
      'a link that leads nowhere',
      () => {
        const path = folder({});
        symlinkSync('gone', join(path, 'data_batch_1.bin'));
        return path;
      },
      /data_batch_1\.bin.* could not be read \(ENOENT/,
    ],
    [
      'a link to itself',
      () => {
        const path = folder({});
        symlinkSync('me', join(path, 'me'));
        return join(path, 'me');
      },
      /me cannot be read \(ELOOP/,
    ],
    [
      'a device with the name of a file',
      () => {
        const path = folder(contents);
        symlinkSync('/dev/zero', join(path, 'data_batch_3.bin'));
        return path;
      },
      /data_batch_3\.bin.* could not be read \(it is a pipe or a device\)/,
    ],
    ['a device', () => '/dev/null', /\/dev\/null is neither a file nor a folder/],
  ])('refuses %s', async (_, given, message) => {
    const error: unknown = await loadData(optionsOf('--data', given())).catch((error: unknown) => error);
    expect(errorLine(error)).toMatch(message);
    expect(exitStatus(error)).toBe(2);
  });

  // Root may read everything.
  it.skipIf(process.getuid?.() === 0)('names a file, and a folder below, that may not be read', async () => {
    const given = folder({ ...contents, 'private/notes.txt': 'x' });
    chmodSync(join(given, 'private'), 0);
    const { remarks } = await loadData(optionsOf('--data', given));
    expect(remarks?.[0]).toMatchObject({ code: 'data.unreadable', params: { file: 'private', detail: expect.stringMatching(/EACCES/) } });
    chmodSync(join(given, 'data_batch_1.bin'), 0);
    const error: unknown = await loadData(optionsOf('--data', given)).catch((error: unknown) => error);
    expect(errorLine(error)).toMatch(/data_batch_1\.bin.* could not be read \(EACCES/);
  });
});
