import { describe, expect, it, vi } from 'vitest';
import { browserDirectory } from '../../../src/data/opfs';
import { DataStore } from '../../../src/data/store';
import { FakeDirectory } from './fakeDirectory';
import { records, text } from './files';

const MANIFEST = 'manifest.json';
const files = new Map([
  ['data_batch_1.bin', records(3, 1)],
  ['test_batch.bin', records(2, 2)],
]);

const storeIn = (directory: FakeDirectory): DataStore => new DataStore((work) => work(directory));

describe('keeping CIFAR-10', () => {
  it('gives back what it keeps, at the next visit', async () => {
    const directory = new FakeDirectory();
    expect(await storeIn(directory).save(files)).toEqual({ kept: true });
    expect(await storeIn(directory).restore()).toEqual(files);
  });

  it('removes the manifest first and writes it last', async () => {
    const directory = new FakeDirectory();
    await storeIn(directory).save(files);
    await storeIn(directory).save(new Map([['data_batch_2.bin', records(1, 3)]]));
    expect(directory.log).toEqual([
      'write data_batch_1.bin',
      'write test_batch.bin',
      `write ${MANIFEST}`,
      `remove ${MANIFEST}`,
      'remove data_batch_1.bin',
      'remove test_batch.bin',
      'write data_batch_2.bin',
      `write ${MANIFEST}`,
    ]);
  });

  it.each([1, 2, 3])('reads nothing and tidies up after the tab was closed in write %i, even over an older set', async (write) => {
    const directory = new FakeDirectory();
    await storeIn(directory).save(new Map([['data_batch_1.bin', records(3, 9)]]));
    directory.log.length = 0;
    directory.diesAt = write;
    void storeIn(directory).save(files);
    await expect.poll(() => directory.log.filter((line) => line.startsWith('write')).length).toBe(write);
    expect(await storeIn(directory).restore()).toBeUndefined();
    expect(directory.held.size).toBe(0);
  });

  it('says why where there is no room, and leaves nothing behind', async () => {
    const directory = new FakeDirectory();
    directory.diesAt = 2;
    directory.failure = new DOMException('full', 'QuotaExceededError');
    expect(await storeIn(directory).save(files)).toEqual({ kept: false, problem: { code: 'data.storageFull', params: { megabytes: 1 } } });
    expect(directory.held.size).toBe(0);
  });

  it('is not fatal where the browser refuses storage', async () => {
    const refused = new DataStore(() => Promise.reject(new DOMException('not here', 'SecurityError')));
    expect(await refused.save(files)).toEqual({ kept: false, problem: { code: 'data.storageRefused', params: { detail: 'not here' } } });
    expect(await refused.restore()).toBeUndefined();
    await expect(refused.remove()).rejects.toMatchObject({ problem: { code: 'data.notRemoved', params: { detail: 'not here' } } });
  });

  it.each([
    ['locks', { storage: { getDirectory: () => Promise.reject(new Error()) } }],
    ['storage', { locks: { request: (_name: string, work: () => unknown) => work() } }],
    ['directories', { storage: {}, locks: { request: (_name: string, work: () => unknown) => work() } }],
    [
      'files that a worker may write',
      { storage: { getDirectory: () => Promise.reject(new Error()) }, locks: { request: (_name: string, work: () => unknown) => work() } },
    ],
  ])('says in words that a browser has no %s', async (_what, offered) => {
    vi.stubGlobal('navigator', offered);
    vi.stubGlobal('FileSystemFileHandle', Object);
    try {
      const store = new DataStore(browserDirectory('cifar-10'));
      expect(await store.save(files)).toEqual({ kept: false, problem: { code: 'data.storageMissing', params: {} } });
      expect(await store.restore()).toBeUndefined();
      await expect(store.remove()).rejects.toMatchObject({ problem: { code: 'data.storageMissing' } });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it.each([
    ['a file is missing', (held: Map<string, Uint8Array>) => held.delete('test_batch.bin')],
    ['a file is short', (held: Map<string, Uint8Array>) => held.set('test_batch.bin', records(1, 2))],
    ['a label is wrong', (held: Map<string, Uint8Array>) => held.get('test_batch.bin')?.fill(77, 0, 1)],
    ['the manifest is of another version', (held: Map<string, Uint8Array>) => held.set(MANIFEST, text('{"version":2,"files":[]}'))],
  ])('reads nothing where %s', async (_, spoil) => {
    const directory = new FakeDirectory();
    await storeIn(directory).save(files);
    spoil(directory.held);
    expect(await storeIn(directory).restore()).toBeUndefined();
  });

  it('forgets everything when asked', async () => {
    const directory = new FakeDirectory();
    await storeIn(directory).save(files);
    await storeIn(directory).remove();
    expect(directory.held.size).toBe(0);
  });
});
