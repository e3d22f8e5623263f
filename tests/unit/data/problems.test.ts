import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { assemble, loadCifar, withTestPictures } from '../../../src/data/cifar';
import type { Problem } from '../../../src/engine/problem';
import en from '../../../src/i18n/en/data.json';
import zh from '../../../src/i18n/zh/data.json';
import { folder, problemOf, records, sourceFile, tar, tarGz, text } from './files';

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Array<number>(5000).fill(7)]);
const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...new Array<number>(5000).fill(7)]);

/** Loads one broken file and checks that its problem is worded, in both languages, with nothing left out. */
async function problemWith(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Problem> {
  const problem = await problemOf(loadCifar([sourceFile(name, bytes)]));
  const params: Readonly<Record<string, string | number>> = problem.params;
  for (const { problems } of [en, zh]) {
    const words = (problems as Record<string, string>)[problem.code.replace('data.', '')];
    expect(words, problem.code).toBeDefined();
    const filled = words?.replaceAll(/\{\{(\w+)(?:, number)?\}\}/g, (_, key: string) => String(params[key] ?? '{{missing}}'));
    expect(filled).not.toContain('{{');
    expect(filled).toContain(params['file'] ?? name);
  }
  return problem;
}

function labelled(count: number, record: number, label: number): Uint8Array<ArrayBuffer> {
  const bytes = records(count, 1);
  bytes[record * 3073] = label;
  return bytes;
}

describe('a broken file of records', () => {
  it('is cut short: the record where it ends is named', async () => {
    const problem = await problemWith('data_batch_1.bin', records(5, 1).slice(0, 4 * 3073 + 100));
    expect(problem).toEqual({
      code: 'data.cutShort',
      params: { file: 'data_batch_1.bin', record: 4, have: 100 },
      path: 'data_batch_1.bin',
    });
  });

  it('has a label above 9: the record and the label are named', async () => {
    const problem = await problemWith('test_batch.bin', labelled(5, 4, 10));
    expect(problem).toMatchObject({ code: 'data.label', params: { file: 'test_batch.bin', record: 4, label: 10 } });
  });

  it('is a picture of a cat under any name', async () => {
    expect(await problemWith('data_batch_1.bin', PNG)).toMatchObject({ code: 'data.picture', params: { format: 'PNG' } });
    expect(await problemWith('cat.png', PNG)).toMatchObject({ code: 'data.picture', params: { file: 'cat.png', format: 'PNG' } });
    expect(await problemWith('cat.jpg', JPEG)).toMatchObject({ code: 'data.picture', params: { file: 'cat.jpg', format: 'JPEG' } });
    expect(await problemWith('cifar-10-binary.tar.gz', JPEG)).toMatchObject({ code: 'data.picture', params: { format: 'JPEG' } });
  });

  it('is a pointer that Git LFS left in its place', async () => {
    const pointer = text(`version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a'.repeat(16)}\nsize 30730000\n`);
    for (const name of ['data_batch_1.bin', 'cifar-10-binary.tar.gz']) expect(await problemWith(name, pointer)).toMatchObject({ code: 'data.lfsPointer' });
  });

  it('has records of CIFAR-100', async () => {
    expect(await problemWith('data_batch_1.bin', new Uint8Array(3074 * 3))).toMatchObject({ code: 'data.cifar100' });
  });

  it('has more records than memory should be asked for', async () => {
    const huge = { ...sourceFile('data_batch_1.bin', records(1, 1)), size: 3073 * 200_000 };
    expect(await problemOf(loadCifar([huge]))).toMatchObject({ code: 'data.tooLarge', params: { records: 200_000 } });
  });

  it('changes while it is read', async () => {
    const shrunk = { ...sourceFile('data_batch_1.bin', records(1, 1)), size: 3073 * 2 };
    expect(await problemOf(loadCifar([shrunk]))).toMatchObject({ code: 'data.changed' });
    const grown = { ...sourceFile('data_batch_1.bin', records(2, 1)), size: 3073 };
    expect(await problemOf(loadCifar([grown]))).toMatchObject({ code: 'data.changed' });
  });

  it('cannot be read at all', async () => {
    const gone = {
      name: 'data_batch_1.bin',
      size: 3073,
      stream: () => new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (controller) => controller.error(new Error('moved')) }),
    };
    expect(await problemOf(loadCifar([gone]))).toMatchObject({ code: 'data.unreadable', params: { detail: 'moved' } });
  });

  it('is empty', async () => {
    for (const name of ['data_batch_1.bin', 'cifar-10-binary.tar.gz', 'cat.png']) {
      expect(await problemWith(name, new Uint8Array())).toMatchObject({ code: 'data.empty', params: { file: name } });
    }
  });
});

describe('a broken archive', () => {
  /** Where the second file's header lies in the tar: behind two headers and the first file, padded to 512. */
  const secondHeader = 2 * 512 + Math.ceil((40 * 3073) / 512) * 512;
  const two = { 'data_batch_1.bin': records(40, 1), 'data_batch_2.bin': records(40, 2) };

  it('is a truncated gzip: the entry and the record are named', async () => {
    const whole = await tarGz(two);
    const problem = await problemWith('cifar-10-binary.tar.gz', whole.slice(0, Math.floor(whole.byteLength * 0.75)));
    if (problem.code !== 'data.archiveCutShort') throw new Error(problem.code);
    expect(problem.params).toMatchObject({ file: 'cifar-10-binary.tar.gz', entry: 'data_batch_2.bin' });
    // Random pictures do not compress, so three quarters of the bytes are three quarters of the records.
    const { record } = problem.params;
    expect(record).toBeGreaterThan(10);
    expect(record).toBeLessThanOrEqual(20);
  });

  it('is a whole gzip of a truncated tar', async () => {
    const cut = (await tar(two)).slice(0, secondHeader + 512 + 9 * 3073 + 700);
    const problem = await problemWith('cifar-10-binary.tar.gz', new Uint8Array(gzipSync(cut)));
    expect(problem).toMatchObject({ code: 'data.archiveCutShort', params: { entry: 'data_batch_2.bin', record: 9 } });
  });

  it('is cut off at its very beginning', async () => {
    const problem = await problemWith('cifar-10-binary.tar.gz', (await tarGz(two)).slice(0, 8));
    expect(problem).toMatchObject({ code: 'data.archiveCutShort' });
  });

  it('is damaged in the middle', async () => {
    const bytes = await tar(two);
    bytes.fill(0x55, secondHeader, secondHeader + 512);
    expect(await problemWith('cifar-10-binary.tar', bytes)).toMatchObject({ code: 'data.archiveDamaged' });
  });

  it('is not gzip', async () => {
    expect(await problemWith('cifar-10-binary.tar.gz', text('not found'))).toMatchObject({ code: 'data.notGzip' });
    expect(await problemWith('cifar-10-binary.tar.gz', text('<html>not found</html>'))).toMatchObject({ code: 'data.webPage' });
  });

  it('is a gzip of something else', async () => {
    for (const inside of [text('hello'), records(3, 1)]) {
      const problem = await problemWith('cifar-10-binary.tar.gz', new Uint8Array(gzipSync(inside)));
      expect(problem).toMatchObject({ code: 'data.notTar', params: { file: 'cifar-10-binary.tar.gz' } });
    }
  });

  it('holds none of the files', async () => {
    const other = sourceFile('photos.tar.gz', await tarGz({ 'cat.png': PNG }, 'photos'));
    expect(await problemOf(loadCifar([other]))).toMatchObject({ code: 'data.noBatches', params: { file: 'photos.tar.gz' } });
  });

  it('holds a broken file, which is named', async () => {
    const label = await tarGz({ 'data_batch_1.bin': records(3, 1), 'data_batch_2.bin': labelled(5, 2, 200) });
    expect(await problemWith('cifar-10-binary.tar.gz', label)).toMatchObject({
      code: 'data.label',
      params: { file: 'data_batch_2.bin', record: 2, label: 200 },
    });
    const cut = await tarGz({ 'data_batch_1.bin': records(3, 1).slice(0, 5000) });
    expect(await problemWith('cifar-10-binary.tar.gz', cut)).toMatchObject({
      code: 'data.cutShort',
      params: { file: 'data_batch_1.bin', record: 1, have: 1927 },
    });
  });

  it('is a sibling of the binary CIFAR-10, whatever its own name', async () => {
    const code = async (contents: Parameters<typeof tarGz>[0]): Promise<string> =>
      (await problemOf(loadCifar([sourceFile('archive.tar.gz', await tarGz(contents))]))).code;
    expect(await code({ 'train.bin': new Uint8Array(3074) })).toBe('data.cifar100');
    expect(await code({ 'fine_label_names.txt': text('apple') })).toBe('data.cifar100');
    expect(await code({ data_batch_1: text('\u0002') })).toBe('data.python');
    expect(await code({ 'data_batch_1.mat': text('MATLAB 5.0') })).toBe('data.matlab');
  });
});

describe('something else', () => {
  it.each([
    ['train.bin', 'data.cifar100'],
    ['test.bin', 'data.cifar100'],
    ['cifar-100-binary.tar.gz', 'data.cifar100'],
    ['cifar-10-python.tar.gz', 'data.python'],
    ['data_batch_1', 'data.python'],
    ['batches.meta', 'data.python'],
    ['cifar-10-matlab.tar.gz', 'data.matlab'],
    ['data_batch_1.mat', 'data.matlab'],
    ['letter.txt', 'data.unknownFile'],
  ])('%s is %s', async (name, code) => {
    expect(await problemWith(name, text('some text'))).toMatchObject({ code, params: { file: name } });
  });

  it('is nothing', async () => {
    expect(await problemOf(loadCifar([]))).toMatchObject({ code: 'data.noFiles' });
  });

  it('is a test file alone', async () => {
    expect(await problemWith('test_batch.bin', records(3, 1))).toMatchObject({ code: 'data.noTraining' });
  });

  it('is a single record, with nothing to hold out', async () => {
    const { dataset } = await loadCifar([sourceFile('data_batch_1.bin', records(1, 1))]);
    expect(() => withTestPictures(dataset)).toThrow('data.tooFew');
  });

  it('is a list of class names of the wrong length', async () => {
    expect(await problemWith('batches.meta.txt', text('cat\ndog\n'))).toMatchObject({ code: 'data.classNames', params: { found: 2 } });
  });
});

it('leaves what was loaded before as it was', async () => {
  const { files } = await loadCifar(folder({ 'data_batch_1.bin': records(4, 1), 'test_batch.bin': records(2, 2) }));
  const broken = folder({ 'data_batch_1.bin': records(9, 3), 'data_batch_2.bin': labelled(5, 2, 99) });
  expect((await problemOf(loadCifar(broken, { existing: files }))).code).toBe('data.label');
  expect([...files.keys()]).toEqual(['data_batch_1.bin', 'test_batch.bin']);
  expect(assemble(files).train.picture(3)).toEqual(records(4, 1).subarray(3 * 3073 + 1));
});

it('has the same problems worded in both languages, with the same values', () => {
  expect(Object.keys(zh.problems)).toEqual(Object.keys(en.problems));
  const values = (words: string): string[] => [...words.matchAll(/\{\{\w+\}\}/g)].map(String).sort();
  const chinese: Record<string, string> = zh.problems;
  for (const [key, words] of Object.entries(en.problems)) expect(values(chinese[key] ?? ''), key).toEqual(values(words));
});
