import { describe, expect, it } from 'vitest';
import { loadCifar } from '../../../src/data/cifar';
import { TextTraces } from '../../../src/data/textCopy';
import { folder, prints, problemOf, records, sourceFile, tarGz, text, type Contents } from './files';

const one = records(4, 1);
const two = records(3, 2);
const test = records(2, 3);

async function load(contents: Contents, existing?: ReadonlyMap<string, Uint8Array>) {
  const { dataset, files } = await loadCifar(folder(contents), existing ? { existing } : {});
  return { dataset, files, remarks: dataset.remarks ?? [] };
}

describe('files under other names than their own', () => {
  it.each([
    'DATA_BATCH_2.BIN',
    'data_batch_2 (1).bin',
    'data_batch_2(1).bin',
    'Copy of data_batch_2.bin',
    'data_batch_2 - Copy (3).bin',
    'data_batch_2 copy.bin',
    'data_batch_2 2.bin',
    'data_batch_2_副本.bin',
    'data_batch_2.bin.1',
    'data_batch_2.bin (1)',
    'data_batch_2',
    'data_batch_02.bin',
    'data-batch-2.bin',
    'data batch 2.Bin',
    'sub/folder\\data_batch_2.bin',
  ])('%s is taken for data_batch_2.bin, which is said', async (name) => {
    const { files, remarks } = await load({ 'data_batch_1.bin': one, [name]: two });
    expect(prints(files)).toEqual(prints({ 'data_batch_1.bin': one, 'data_batch_2.bin': two }));
    const plain = /^(sub.folder.)?data_batch_2\.bin$/i.test(name);
    expect(remarks).toMatchObject(plain ? [] : [{ code: 'data.takenAs', params: { file: name, official: 'data_batch_2.bin' } }]);
  });

  it('are found in an archive too, with the test pictures and the names', async () => {
    const names = text('a,b,c,d,e,f,g,h,i,j'.replaceAll(',', '\n'));
    const contents = { 'DATA_BATCH_1.BIN': one, 'data_batch_2 (1).bin': two, 'test_batch - Copy.bin': test, 'Batches.meta.txt': names };
    const { dataset } = await loadCifar([sourceFile('a.tar.gz', await tarGz(contents))]);
    expect([dataset.train.count, dataset.test.count, dataset.classNames[9]]).toEqual([7, 2, 'j']);
  });

  it.each(['data_batch_2.bin.md5', 'data_batch_2.bin.crdownload', 'data_batch_2 (1).bin'])('%s that holds no records is left out', async (name) => {
    const { files, remarks } = await load({ 'data_batch_1.bin': one, 'test_batch.bin': test, [name]: text('d41d8cd98f00b204e9800998ecf8427e') });
    expect([...files.keys()]).toEqual(['data_batch_1.bin', 'test_batch.bin']);
    expect(remarks.map(({ code }) => code)).toEqual(['data.cutShort', 'data.leftOut']);
    expect(remarks[1]?.params).toEqual({ files: `“${name}”` });
  });

  it.each(['data_batch_2.png', 'mydata_batch_2.bin', 'data_batch_22b.bin', 'data_batch_x.bin', 'data_batch_0.bin'])('%s is none of them', async (name) => {
    const { files, remarks } = await load({ 'data_batch_1.bin': one, [name]: two });
    expect([...files.keys()]).toEqual(['data_batch_1.bin']);
    expect(remarks).toMatchObject([{ code: 'data.leftOut', params: { files: `“${name}”` } }]);
  });

  it('a file of records without a telling name is told how to be named', async () => {
    expect(await problemOf(loadCifar([sourceFile('batch1.bin', one)]))).toMatchObject({ code: 'data.whichBatch' });
  });
});

describe('a file that is there twice', () => {
  it('counts once where both are the same, in any order and in an archive', async () => {
    for (const names of [
      ['data_batch_1.bin', 'data_batch_1 (1).bin'],
      ['data_batch_1 (1).bin', 'data_batch_1.bin'],
    ]) {
      const contents = Object.fromEntries(names.map((name) => [name, one]));
      const packed = await loadCifar([sourceFile('a.tar.gz', await tarGz(contents))]);
      for (const { dataset } of [await load(contents), packed]) {
        expect(dataset.train.count).toBe(4);
        expect(dataset.remarks).toMatchObject([{ code: 'data.same', params: { files: expect.stringMatching(/data_batch_1 \(1\)\.bin/) } }]);
      }
    }
    const same = sourceFile('data_batch_1.bin', one);
    expect((await loadCifar([same, same])).dataset.train.count).toBe(4);
  });

  it('is the one with its own name where they differ, and the other is named', async () => {
    for (const contents of [
      { 'data_batch_1.bin': one, 'data_batch_1 (1).bin': two },
      { 'data_batch_1 (1).bin': two, 'data_batch_1.bin': one },
    ]) {
      for (const given of [folder(contents), [sourceFile('a.tar.gz', await tarGz(contents))]]) {
        const { dataset, files } = await loadCifar(given);
        expect(prints(files)).toEqual(prints({ 'data_batch_1.bin': one }));
        expect(dataset.remarks).toMatchObject([{ code: 'data.notBoth', params: { file: expect.stringMatching(/\(1\)\.bin$/) } }]);
      }
    }
  });

  it('goes before any number of copies that differ from one another', async () => {
    const { files, remarks } = await load({ 'data_batch_1 (1).bin': two, 'data_batch_1 - Copy.bin': test, 'data_batch_1.bin': one });
    expect(prints(files)).toEqual(prints({ 'data_batch_1.bin': one }));
    expect(remarks.map(({ code }) => code)).toEqual(['data.notBoth', 'data.notBoth']);
  });

  it('is the one nearer to the top of an archive', async () => {
    const packed = sourceFile('a.tgz', await tarGz({ 'old/data_batch_1.bin': two, 'data_batch_1.bin': one, 'old/older/data_batch_1.bin': test }));
    const { files, dataset } = await loadCifar([packed]);
    expect(prints(files)).toEqual(prints({ 'data_batch_1.bin': one }));
    expect(dataset.remarks).toMatchObject([{ code: 'data.notBoth' }, { code: 'data.notBoth' }]);
  });

  it('keeps a folder further down, or an archive, out of the set where it differs: sets are not mixed', async () => {
    const top = folder({ 'x/data_batch_1.bin': one, 'x/test_batch.bin': test });
    const other = { 'data_batch_1.bin': two, 'data_batch_2.bin': two, 'test_batch.bin': test };
    const below = folder(Object.fromEntries(Object.entries(other).map(([name, bytes]) => [`x/full/${name}`, bytes])));
    for (const [given, place] of [
      [below, 'x/full/'],
      [[sourceFile('x/full.tgz', await tarGz(other))], 'x/full.tgz'],
    ] as const) {
      const { files, dataset } = await loadCifar([...given, ...top]);
      expect(prints(files)).toEqual(prints({ 'data_batch_1.bin': one, 'test_batch.bin': test }));
      expect(dataset.remarks?.[0]).toMatchObject({ code: 'data.otherSet', params: { file: place, taken: 'x/data_batch_1.bin' } });
    }
  });

  it('is left out with its folder or archive where it is broken and not needed', async () => {
    const top = folder({ 'x/data_batch_1.bin': one, 'x/test_batch.bin': test });
    const packed = (await tarGz({ 'data_batch_2.bin': two, 'data_batch_3.bin': records(9, 9) })).slice(0, -4000);
    for (const broken of [sourceFile('x/old/data_batch_2.bin', two.slice(0, 5000)), sourceFile('x/cifar.tgz', packed)]) {
      const { files, dataset } = await loadCifar([broken, ...top]);
      expect([...files.keys()]).toEqual(['data_batch_1.bin', 'test_batch.bin']);
      expect(dataset.remarks).toMatchObject([{ code: expect.stringMatching(/utShort$/) }, { code: 'data.leftOut' }]);
    }
  });

  it('is refused with both names where nothing says which', async () => {
    const problem = await problemOf(load({ 'a/data_batch_1.bin': one, 'b/data_batch_1.bin': two }));
    expect(problem).toMatchObject({ code: 'data.twice', params: { file: 'a/data_batch_1.bin', other: 'b/data_batch_1.bin' } });
    expect(await problemOf(load({ 'data_batch_1 (1).bin': one, 'data_batch_1 (2).bin': two }))).toMatchObject({ code: 'data.twice' });
    const both = [sourceFile('data_batch_1.bin', one), sourceFile('data_batch_1.bin', two)];
    expect(await problemOf(loadCifar(both))).toMatchObject({ code: 'data.twice' });
  });
});

describe('a file that was copied as text', () => {
  /** Cuts at every line feed, with or without the carriage return before it. */
  const edited = (bytes: Uint8Array, edit: (latin1: string) => string): Uint8Array<ArrayBuffer> =>
    new Uint8Array(Buffer.from(edit(Buffer.from(bytes).toString('latin1')), 'latin1'));
  const grown = (bytes: Uint8Array) => edited(bytes, (all) => all.replaceAll('\n', '\r\n'));
  const unix2dos = (bytes: Uint8Array) => edited(bytes, (all) => all.replaceAll(/\r?\n/g, '\r\n'));
  const shrunk = (bytes: Uint8Array) => edited(bytes, (all) => all.replaceAll('\r\n', '\n'));
  const utf8 = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1'), 'utf8'));
  const replaced = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf8'));
  const utf16 = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(`\ufeff${Buffer.from(bytes).toString('latin1')}`, 'utf16le'));
  const large = records(700, 5);

  it.each([
    ['with line ends of Windows', grown, one, 'data.asTextGrown'],
    ['by unix2dos', unix2dos, one, 'data.asTextGrown'],
    ['with line ends of Unix', shrunk, large, 'data.asTextShrunk'],
    ['from Latin-1 to UTF-8', utf8, one, 'data.asTextRecoded'],
    ['through a reader of UTF-8', replaced, one, 'data.asTextRecoded'],
    ['through a shell of Windows', utf16, one, 'data.asTextRecoded'],
  ])('is told as such: %s', async (_, change, bytes, code) => {
    const given = sourceFile('data_batch_1.bin', change(bytes));
    expect(await problemOf(loadCifar([given]))).toMatchObject({ code, params: { file: 'data_batch_1.bin' } });
    const inArchive = sourceFile('a.tar.gz', await tarGz({ 'data_batch_1.bin': change(bytes) }));
    expect(await problemOf(loadCifar([inArchive]))).toMatchObject({ code, params: { file: 'data_batch_1.bin' } });
  });

  it('may be the archive', async () => {
    const packed = await tarGz({ 'data_batch_1.bin': one });
    for (const [change, code] of [
      [grown, 'data.asTextGrown'],
      [utf8, 'data.asTextRecoded'],
      [replaced, 'data.asTextRecoded'],
    ] as const) {
      expect(await problemOf(loadCifar([sourceFile('a.tar.gz', change(packed))]))).toMatchObject({ code, params: { file: 'a.tar.gz' } });
    }
  });

  it('is told of pictures, in which bytes resemble those before them and a carriage return is left here and there', async () => {
    const smooth = large.map((byte, at) => (at % 3073 === 0 ? byte : 8 + (byte & 7)));
    const changed = shrunk(smooth);
    expect(Buffer.from(changed).includes('\r\n')).toBe(true);
    expect(await problemOf(load({ 'data_batch_1.bin': changed }))).toMatchObject({ code: 'data.asTextShrunk' });
    expect(await problemOf(load({ 'data_batch_1.bin': smooth.slice(0, -1) }))).toMatchObject({ code: 'data.cutShort' });
  });

  it('is not seen in a file that is whole, cut short, or too long', async () => {
    const traces = new TextTraces();
    traces.add(large);
    expect(traces.problem('x')).toBeUndefined();
    expect(await problemOf(load({ 'data_batch_1.bin': large.slice(0, -1) }))).toMatchObject({ code: 'data.cutShort', params: { record: 699, have: 3072 } });
    const long = { ...sourceFile('data_batch_1.bin', new Uint8Array(10_000 * 3073 + 1)) };
    expect(await problemOf(loadCifar([long]))).toMatchObject({ code: 'data.tooLong', params: { bytes: 1 } });
  });
});

const names = ['Flugzeug', 'Auto', 'Vögel', 'Katze', '鹿', 'dog', 'frog', 'horse', 'ship', 'truck'];

describe('the list of class names', () => {
  const utf16 = (order: 'le' | 'be', mark: string, end: string): Uint8Array<ArrayBuffer> => {
    const bytes = Buffer.from(`${mark}${names.join(end)}`, 'utf16le');
    return new Uint8Array(order === 'le' ? bytes : bytes.swap16());
  };

  it.each([
    ['ends its lines with CR alone', text(`${names.join('\r')}\r`)],
    ['ends its lines with CR CR LF', text(names.join('\r\r\n'))],
    ['has a mark of UTF-8', text(`\ufeff${names.join('\n')}`)],
    ['is UTF-16 with a mark', utf16('le', '\ufeff', '\r\n')],
    ['is big-endian UTF-16 with a mark', utf16('be', '\ufeff', '\r')],
    ['is UTF-16 without a mark', utf16('le', '', '\n')],
    ['is big-endian UTF-16 without a mark', utf16('be', '', '\n')],
  ])('is read where it %s', async (_, bytes) => {
    const { dataset, remarks } = await load({ 'data_batch_1.bin': one, 'batches.meta.txt': bytes });
    expect(dataset.classNames).toEqual(names);
    expect(remarks).toEqual([]);
  });

  it.each([
    ['is empty', new Uint8Array(), 0],
    ['has blank lines only', text('\n\r\n'), 0],
    ['is too short', text('cat\ndog'), 2],
    ['is something else', new Uint8Array(200_000).fill(10), 0],
    ['has a name twice', text([...names.slice(1), 'dog'].join('\n')), 9],
    ['has eleven', text([...names, 'cat'].join('\n')), 11],
  ])('leaves the official names where it %s, and says so', async (_, bytes, found) => {
    for (const given of [
      folder({ 'data_batch_1.bin': one, 'batches.meta.txt': bytes }),
      [sourceFile('a.tgz', await tarGz({ 'data_batch_1.bin': one, 'batches.meta.txt': bytes }))],
    ]) {
      const { dataset } = await loadCifar(given);
      expect([dataset.train.count, dataset.classNames[0]]).toEqual([4, 'airplane']);
      expect(dataset.remarks).toMatchObject([{ code: 'data.classNames', params: { found } }, { code: 'data.leftOut' }]);
    }
  });
});

describe('a list of class names that is no text', () => {
  it.each([
    ['Latin-1', Uint8Array.from(names.join('\n').replace('鹿', 'x'), (letter) => letter.charCodeAt(0))],
    ['UTF-32', new Uint8Array(Buffer.from(`\ufeff\0${Array.from(names.join('\n')).join('\0')}\0`, 'utf16le'))],
    ['names with control characters', text(names.join('\n').replace('dog', '\x1b[31mdog'))],
  ])('is left out, which is said: %s', async (_, bytes) => {
    const { dataset, remarks } = await load({ 'data_batch_1.bin': one, 'batches.meta.txt': bytes });
    expect(dataset.classNames[0]).toBe('airplane');
    expect(remarks.map(({ code }) => code)).toEqual(['data.classNamesNotText', 'data.leftOut']);
  });
});

it('records of zeros at the end of a file, for which room was made before a download stopped, are told', async () => {
  const { dataset, remarks } = await load({ 'data_batch_1.bin': one.slice().fill(0, 2 * 3073 - 5), 'test_batch.bin': test.slice().fill(0, 3074) });
  expect(dataset.train.count).toBe(4);
  expect(remarks).toMatchObject([{ code: 'data.blank', params: { file: 'data_batch_1.bin', record: 2 } }]);
});

describe('files beside those from before', () => {
  const before = new Map([
    ['data_batch_1.bin', one],
    ['data_batch_3.bin', two],
  ]);

  it('join them, which is said', async () => {
    const { files, remarks } = await load({ 'data_batch_2.bin': two }, before);
    expect([...files.keys()]).toEqual(['data_batch_1.bin', 'data_batch_3.bin', 'data_batch_2.bin']);
    expect(remarks).toMatchObject([{ code: 'data.added', params: { files: 'data_batch_2.bin', before: 'data_batch_1.bin, data_batch_3.bin' } }]);
  });

  it('take their place as a set, which is said of those that are gone', async () => {
    const { files, remarks } = await load({ 'data_batch_1.bin': two, 'test_batch.bin': test }, before);
    expect([...files.keys()]).toEqual(['data_batch_1.bin', 'test_batch.bin']);
    expect(remarks).toMatchObject([{ code: 'data.insteadOf', params: { files: 'data_batch_3.bin' } }]);
  });
});

describe('what cannot be read', () => {
  const unreadable = (name: string) => ({
    name,
    size: 3073,
    stream: () => new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (controller) => controller.error(new Error('EACCES')) }),
  });

  it.each(['data_batch_2.bin'])('is named where it belongs: %s', async (name) => {
    const given = [...folder({ 'data_batch_1.bin': one }), unreadable(name)];
    expect(await problemOf(loadCifar(given))).toMatchObject({ code: 'data.unreadable', params: { file: name, detail: 'EACCES' } });
  });

  it.each(['letter.txt', 'backup.tar.gz', 'data_batch_1 (1).bin'])('is left out and named where it does not: %s', async (name) => {
    const { dataset } = await loadCifar([...folder({ 'data_batch_1.bin': one }), unreadable(name)]);
    expect(dataset.train.count).toBe(4);
    expect(dataset.remarks).toMatchObject([{ code: 'data.unreadable', params: { file: name } }, { code: 'data.leftOut' }]);
  });
});

it('reads only what is asked for', async () => {
  const contents = { 'data_batch_1.bin': one, 'data_batch_2.bin': two, 'test_batch.bin': test };
  for (const given of [folder(contents), [sourceFile('a.tgz', await tarGz(contents))]]) {
    const { files } = await loadCifar(given, { training: ['data_batch_2.bin'], test: false });
    expect(prints(files)).toEqual(prints({ 'data_batch_2.bin': two }));
    expect(await problemOf(loadCifar(given, { training: ['data_batch_4.bin'] }))).toMatchObject({
      code: 'data.notThere',
      params: { file: 'data_batch_4.bin' },
    });
  }
});
