import { existsSync, openAsBlob } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadCifar, withTestPictures } from '../../../src/data/cifar';
import { summarise } from '../../../src/data/summary';
import { CLASS_COUNT, type Dataset, type LoadProgress } from '../../../src/data/types';
import { folder, records, sourceFile, tar, tarGz, text, type Contents } from './files';

const NAMES = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
const OWN_NAMES = Array.from({ length: CLASS_COUNT }, (_, label) => `class ${label}`);

/** As the real archive has it: not in numeric order, and with files that hold no records. */
const contents: Contents = {
  'data_batch_2.bin': records(11, 2),
  'readme.html': text('<html></html>'),
  'data_batch_10.bin': records(3, 10),
  'test_batch.bin': records(7, 6),
  'batches.meta.txt': text(`${OWN_NAMES.join('\n')}\n\n`),
  '._data_batch_2.bin': text('Mac OS X'),
  'data_batch_1.bin': records(20, 1),
};

function expectContents(dataset: Dataset): void {
  expect(dataset.files).toEqual(['data_batch_1.bin', 'data_batch_2.bin', 'data_batch_10.bin', 'test_batch.bin', 'batches.meta.txt']);
  expect(dataset.classNames).toEqual(OWN_NAMES);
  expect(dataset.train.count).toBe(34);
  expect(dataset.test.count).toBe(7);
  const train = ['data_batch_1.bin', 'data_batch_2.bin', 'data_batch_10.bin'].map((name) => Buffer.from(contents[name] ?? []));
  expect(Buffer.concat(dataset.train.chunks).equals(Buffer.concat(train))).toBe(true);
  expect(Buffer.concat(dataset.test.chunks).equals(Buffer.from(contents['test_batch.bin'] ?? []))).toBe(true);
}

describe('reading CIFAR-10', () => {
  it('reads the same bytes from the archive, the bare tar and the folder', async () => {
    const archive = sourceFile('cifar-10-binary.tar.gz', await tarGz(contents));
    const renamed = sourceFile('download', await tarGz(contents));
    const bare = sourceFile('cifar-10-binary.tar', await tar(contents));
    for (const given of [[archive], [renamed], [bare], folder(contents)]) expectContents((await loadCifar(given)).dataset);
  });

  it('reads single files, with the official names and without test pictures', async () => {
    const { dataset } = await loadCifar([sourceFile('some/where/data_batch_3.bin', records(5, 3))]);
    expect(dataset.train.count).toBe(5);
    expect(dataset.test.count).toBe(0);
    expect(dataset.classNames).toEqual(NAMES);
    expect(dataset.train.label(4)).toBe(4);
    expect(dataset.train.picture(4)).toEqual(records(5, 3).subarray(4 * 3073 + 1));
  });

  it('holds out the last tenth of the training records, across files, where there is no test file', async () => {
    const files = folder({ 'data_batch_1.bin': records(27, 1), 'data_batch_2.bin': records(3, 2), 'data_batch_3.bin': records(1, 3) });
    const { dataset } = await loadCifar(files);
    const { train, test, heldOut } = withTestPictures(dataset);
    expect([train.count, test.count, heldOut]).toEqual([28, 3, 3]);
    expect(train.picture(27)).toEqual(dataset.train.picture(27));
    for (let index = 0; index < 3; index++) expect(test.picture(index)).toEqual(dataset.train.picture(28 + index));
    expect(test.chunks.every((chunk) => dataset.train.chunks.some((file) => file.buffer === chunk.buffer))).toBe(true);
  });

  it('leaves a set with a test file as it is', async () => {
    const { dataset } = await loadCifar(folder(contents));
    expect(withTestPictures(dataset)).toBe(dataset);
  });

  it('adds files to the set loaded before, or replaces them by name', async () => {
    const first = await loadCifar(folder({ 'data_batch_1.bin': records(4, 1) }));
    const second = await loadCifar(folder({ 'test_batch.bin': records(2, 2) }), { existing: first.files });
    expect([second.dataset.train.count, second.dataset.test.count]).toEqual([4, 2]);
    const third = await loadCifar(folder({ 'data_batch_1.bin': records(6, 3), 'data_batch_2.bin': records(1, 4) }), { existing: second.files });
    expect([third.dataset.train.count, third.dataset.test.count]).toEqual([7, 2]);
    expect([...first.files.keys()]).toEqual(['data_batch_1.bin']);
  });

  it('takes a whole set in place of the one loaded before', async () => {
    const before = await loadCifar(folder(contents));
    const whole = { 'data_batch_1.bin': records(4, 1), 'test_batch.bin': records(2, 2) };
    const { dataset } = await loadCifar(folder(whole), { existing: before.files });
    expect(dataset.files).toEqual(['data_batch_1.bin', 'test_batch.bin']);
  });

  it.each(['folder', 'archive'])('tells how far it is with: %s', async (kind) => {
    const given = kind === 'folder' ? folder(contents) : [sourceFile('cifar-10-binary.tar.gz', await tarGz(contents))];
    const seen: LoadProgress[] = [];
    await loadCifar(given, { onProgress: (progress) => seen.push(progress) });
    const last = seen.at(-1);
    expect(last?.bytesRead).toBe(last?.bytesTotal);
    for (let i = 1; i < seen.length; i++) {
      expect(seen[i]?.bytesRead).toBeGreaterThan(seen[i - 1]?.bytesRead ?? 0);
      expect(seen[i]?.records).toBeGreaterThanOrEqual(seen[i - 1]?.records ?? 0);
    }
  });

  it.each(['folder', 'archive'])('stops when it is cancelled, and says so with the reason: %s', async (kind) => {
    const large = { 'data_batch_1.bin': records(100, 1), 'test_batch.bin': records(100, 2) };
    const given = kind === 'folder' ? folder(large) : [sourceFile('a.tar.gz', await tarGz(large))];
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    let calls = 0;
    const onProgress = (): void => {
      calls++;
      cancel.abort(reason);
    };
    await expect(loadCifar(given, { onProgress, signal: cancel.signal })).rejects.toBe(reason);
    expect(calls).toBe(1);
  });

  const real = new URL('../../../../shared/data/cifar-10-batches-bin/', import.meta.url);
  it.skipIf(!existsSync(new URL('data_batch_1.bin', real)))('reads the real files', async () => {
    const names = ['data_batch_1.bin', 'test_batch.bin', 'batches.meta.txt'];
    const files = await Promise.all(names.map(async (name) => Object.assign(await openAsBlob(new URL(name, real)), { name })));
    const { dataset } = await loadCifar(files);
    expect([dataset.train.count, dataset.test.count]).toEqual([10_000, 10_000]);
    expect(dataset.classNames).toEqual(NAMES);
    const { balance } = summarise({ ...dataset, train: dataset.test }, { kept: false });
    expect(balance).toEqual(new Array(CLASS_COUNT).fill(1000));
  });
});
