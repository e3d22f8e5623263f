import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, linkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadCifar } from '../../../src/data/cifar';
import { problemOf, records, prints, sourceFile, tar, tarGz, text, type Contents } from './files';
import { END, files, header, join, parts, pax } from './tarParts';

/** All of CIFAR-10's files, small. */
const whole: Contents = {
  'data_batch_1.bin': records(4, 1),
  'data_batch_2.bin': records(3, 2),
  'data_batch_3.bin': records(2, 3),
  'data_batch_4.bin': records(2, 4),
  'data_batch_5.bin': records(2, 5),
  'test_batch.bin': records(3, 6),
};
const one = whole['data_batch_1.bin'] ?? new Uint8Array();
const two = whole['data_batch_2.bin'] ?? new Uint8Array();

const gz = (bytes: Uint8Array, level = 6): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(bytes, { level }));
const ZEROS = new Uint8Array(1536);
const JUNK = new Uint8Array(1536).fill(0xa7);
const NEGATIVE = Uint8Array.from([...new Array<number>(11).fill(0xff), 0xf0]);

async function load(name: string, bytes: Uint8Array<ArrayBuffer>) {
  const { dataset, files: taken } = await loadCifar([sourceFile(name, bytes)]);
  return { dataset, taken, codes: (dataset.remarks ?? []).map(({ code }) => code) };
}

/** Two archives, each whole, that hold the set together. */
function halves(): Uint8Array<ArrayBuffer>[] {
  const all = Object.entries(whole);
  return [all.slice(0, 2), all.slice(2)].map((some) => join(files(Object.fromEntries(some)), END));
}

async function expectWhole(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { taken, codes } = await load(name, bytes);
  expect(prints(taken)).toEqual(prints(whole));
  expect(codes).toEqual([]);
}

describe('what gunzip and GNU tar read is read', () => {
  const bare = join(files(whole), END);

  it.each<[string, string, () => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>]>([
    ['a tar of modern-tar', 'cifar-10-binary.tar', () => tar(whole)],
    ['a gzip of several members', 'cifar-10-binary.tar.gz', () => join(gz(bare.subarray(0, 700)), gz(bare.subarray(700, 20_000)), gz(bare.subarray(20_000)))],
    ['an empty member', 'cifar-10-binary.tar.gz', () => join(gz(new Uint8Array()), gz(bare), gz(new Uint8Array()))],
    ['stored, not compressed', 'cifar-10-binary.tar.gz', () => gz(bare, 0)],
    ['zeros behind the gzip', 'cifar-10-binary.tar.gz', () => join(gz(bare), ZEROS)],
    ['junk behind the gzip', 'cifar-10-binary.tar.gz', () => join(gz(bare), JUNK)],
    ['half a mark behind the gzip', 'cifar-10-binary.tar.gz', () => join(gz(bare), Uint8Array.of(0x1f))],
    ['a bare tar called .tar.gz', 'cifar-10-binary.tar.gz', () => bare],
    ['a gzip called .tar', 'cifar-10-binary.tar', () => gz(bare)],
    ['an archive called .zip', 'cifar10.zip', () => gz(bare)],
    ['an archive with the name of a batch', 'data_batch_1.bin', () => gz(bare)],
    ['packed twice', 'cifar-10-binary.tar.gz', () => gz(gz(bare))],
    ['packed twice, called .gz.gz', 'cifar-10-binary.tar.gz.gz', () => gz(gz(bare))],
    ['an archive in an archive in an archive', 'backup.tgz', () => gz(files({ 'old/a.tar': join(files({ 'b.tar.gz': gz(bare) }), END) }))],
    ['no end mark', 'cifar-10-binary.tar', () => files(whole)],
    ['one empty block at the end', 'cifar-10-binary.tar', () => join(files(whole), new Uint8Array(512))],
    ['an end mark that is cut short', 'cifar-10-binary.tar', () => join(files(whole), new Uint8Array(700))],
    ['no filling behind the last file', 'cifar-10-binary.tar', () => files(whole).slice(0, -1)],
    ['junk behind the end', 'cifar-10-binary.tar', () => join(bare, JUNK)],
    ['junk behind the end, in a gzip', 'cifar-10-binary.tar.gz', () => gz(join(bare, JUNK))],
    ['junk without an end mark', 'cifar-10-binary.tar', () => join(files(whole), JUNK)],
    ['a little junk without an end mark', 'cifar-10-binary.tar', () => join(files(whole), JUNK.subarray(0, 99))],
    ['one archive behind another', 'cifar-10-binary.tar', () => join(...halves())],
    ['one packed archive behind another', 'cifar-10-binary.tar.gz', () => join(...halves().map((half) => gz(half)))],
    ['times before 1970', 'cifar-10-binary.tar.gz', () => gz(join(files(whole, { time: NEGATIVE, kind: 'gnu' }), END))],
    ['times that are no number', 'cifar-10-binary.tar', () => join(files(whole, { time: text('-0000000001 ') }), END)],
    ['headers of 1979, without a mark', 'cifar-10-binary.tar', () => join(files(whole, { kind: 'v7' }), END)],
    ['headers of GNU tar', 'cifar-10-binary.tar', () => join(files(whole, { kind: 'gnu' }), END)],
    ['a kind of file that is unknown', 'cifar-10-binary.tar', () => join(files(whole, { type: '7' }), END)],
    ['the old zero for a file', 'cifar-10-binary.tar', () => join(files(whole, { type: '\0', kind: 'v7' }), END)],
    ['sizes in base 256', 'cifar-10-binary.tar', () => join(files(whole, { change: base256 }), END)],
    ['sizes behind spaces', 'cifar-10-binary.tar', () => join(files(whole, { change: spaces }), END)],
    [
      'paths that begin with ./',
      'cifar-10-binary.tar',
      () => join(...Object.entries(whole).map(([name, body]) => parts({ name: `./cifar/${name}`, body })), END),
    ],
    ['a prefix', 'cifar-10-binary.tar', () => join(files(whole, { prefix: 'a/very/long/way' }), END)],
  ])('%s', async (_, name, bytes) => expectWhole(name, await bytes()));

  it('long names and attributes before an entry', async () => {
    const long = `${'deep/'.repeat(40)}data_batch_1.bin`;
    const gnu = join(
      parts({ name: '././@LongLink', type: 'L', body: text(`${long}\0`), kind: 'gnu' }, { name: long.slice(0, 99), body: one, kind: 'gnu' }),
      END,
    );
    const attributes = join(parts({ name: 'x', type: 'x', body: text(`${pax('mtime', '-1.5')}${pax('path', long)}`) }, { name: 'short', body: one }), END);
    const global = join(parts({ name: 'g', type: 'g', body: text(pax('comment', 'ein Ärmel')) }, { name: 'data_batch_1.bin', body: one }), END);
    const size = join(
      parts({ name: 'x', type: 'x', body: text(pax('size', String(one.byteLength))) }),
      header({ name: 'data_batch_1.bin' }),
      one,
      new Uint8Array(-one.byteLength & 511),
      END,
    );
    for (const bytes of [gnu, attributes, global, size]) {
      expect(prints((await load('a.tar', bytes)).taken)).toEqual(prints({ 'data_batch_1.bin': one }));
    }
  });

  it('the later of two versions of a file, as after tar -r', async () => {
    const { taken, codes } = await load('a.tar', join(files({ 'c/data_batch_1.bin': two }), files({ 'c/data_batch_1.bin': one }), END));
    expect(prints(taken)).toEqual(prints({ 'data_batch_1.bin': one }));
    expect(codes).toEqual([]);
  });

  it('a single file that is packed alone', async () => {
    const { taken } = await load('data_batch_1.bin.gz', gz(one));
    expect(prints(taken)).toEqual(prints({ 'data_batch_1.bin': one }));
    const cut = sourceFile('data_batch_1.bin.gz', gz(one.slice(0, -1)));
    expect(await problemOf(loadCifar([cut]))).toMatchObject({ code: 'data.cutShort', params: { record: 3, have: 3072 } });
  });
});

function base256(block: Uint8Array): void {
  const size = parseInt(new TextDecoder().decode(block.subarray(124, 135)), 8);
  block.fill(0, 124, 136);
  block[124] = 0x80;
  new DataView(block.buffer).setUint32(132, size);
}

function spaces(block: Uint8Array): void {
  const size = parseInt(new TextDecoder().decode(block.subarray(124, 135)), 8);
  block.set(text(`${size.toString(8).padStart(11, ' ')}\0`), 124);
}

describe('links in an archive', () => {
  const five = { ...whole };
  delete (five as Record<string, unknown>)['data_batch_2.bin'];

  it.each<[string, Uint8Array<ArrayBuffer>]>([
    [
      'a symlink to a file further on',
      join(parts({ name: 'c/data_batch_2.bin', type: '2', link: '../blobs/8f3a' }, { name: 'blobs/8f3a', body: two }), files(five), END),
    ],
    [
      'a hard link to a file before',
      join(parts({ name: 'blobs/8f3a', body: two }, { name: 'c/data_batch_2.bin', type: '1', link: 'blobs/8f3a' }), files(five), END),
    ],
    [
      'a link through links and folders that are links',
      join(
        parts(
          { name: 'c/data_batch_2.bin', type: '2', link: './latest/two' },
          { name: 'c/latest', type: '2', link: '../v1' },
          { name: 'v1/two', type: '2', link: 'real' },
          { name: './v1/real', body: two },
        ),
        files(five),
        END,
      ),
    ],
  ])('are followed: %s', async (_, bytes) => {
    for (const [name, packed] of [
      ['a.tar', bytes],
      ['a.tar.gz', gz(bytes)],
      ['b.tgz', gz(join(files({ 'a.tar.gz': gz(bytes) }), END))],
    ] as const) {
      const { taken } = await load(name, packed);
      expect(prints(taken)).toEqual(prints(whole));
    }
  });

  it('are followed in a set that is whole with them, before junk without an end mark', async () => {
    const linked = parts({ name: 'blobs/8f3a', body: two }, { name: 'c/data_batch_2.bin', type: '2', link: '../blobs/8f3a' });
    for (const bytes of [join(linked, files(five), JUNK), join(files(five), linked, JUNK)]) {
      expect(prints((await load('a.tar', bytes)).taken)).toEqual(prints(whole));
    }
    const astray = join(files(five), parts({ name: 'data_batch_2.bin', type: '2', link: 'gone' }), JUNK);
    expect(await problemOf(loadCifar([sourceFile('a.tar', astray)]))).toMatchObject({ code: 'data.archiveDamaged' });
  });

  it('may lead to another file of CIFAR-10', async () => {
    const { taken } = await load(
      'a.tar',
      join(files({ 'data_batch_1.bin': one }), parts({ name: 'data_batch_2.bin', type: '1', link: 'data_batch_1.bin' }), END),
    );
    expect(prints(taken)).toEqual(prints({ 'data_batch_1.bin': one, 'data_batch_2.bin': one }));
  });

  it.each([
    ['outside', '../../elsewhere/data_batch_2.bin'],
    ['to an absolute path', '/data/data_batch_2.bin'],
    ['in a circle', 'data_batch_2.bin'],
  ])('are named where they lead %s', async (_, link) => {
    const { taken, dataset } = await load('a.tar.gz', gz(join(files(five), parts({ name: 'data_batch_2.bin', type: '2', link }), END)));
    expect(prints(taken)).toEqual(prints(five));
    expect(dataset.remarks).toMatchObject([{ code: 'data.linkOutside', params: { file: 'a.tar.gz/data_batch_2.bin', target: link } }]);
  });

  it('are the reason where nothing else is there', async () => {
    const file = sourceFile('a.tar', join(parts({ name: 'data_batch_2.bin', type: '2', link: 'gone' }), END));
    expect(await problemOf(loadCifar([file]))).toMatchObject({ code: 'data.linkOutside' });
  });

  it('are no folders: a folder with the name of a batch is named', async () => {
    const { codes } = await load('a.tar', join(parts({ name: 'data_batch_2.bin/', type: '5' }), files(five), END));
    expect(codes).toEqual(['data.noFile']);
  });
});

describe('a broken archive', () => {
  it('with a wrong checksum of gzip is damaged, also where every record came out', async () => {
    const packed = gz(join(files(whole), END));
    packed[packed.byteLength - 6] = (packed.at(-6) ?? 0) ^ 1;
    expect(await problemOf(loadCifar([sourceFile('a.tar.gz', packed)]))).toMatchObject({ code: 'data.archiveDamaged' });
  });

  it('is cut short in its second member, or in its last bytes', async () => {
    const bare = join(files(whole), END);
    const twoMembers = join(gz(bare.subarray(0, 20_000)), gz(bare.subarray(20_000)));
    for (const bytes of [twoMembers.slice(0, -9000), twoMembers.slice(0, -3)]) {
      expect(await problemOf(loadCifar([sourceFile('a.tar.gz', bytes)]))).toMatchObject({ code: 'data.archiveCutShort', params: { file: 'a.tar.gz' } });
    }
  });

  it('inside another is named with both', async () => {
    const inner = gz(join(files(whole), END));
    const outer = join(files({ 'x/cifar.tar.gz': inner.slice(0, -9000) }), END);
    expect(await problemOf(loadCifar([sourceFile('a.tar', outer)]))).toMatchObject({ code: 'data.archiveCutShort', params: { file: 'a.tar/x/cifar.tar.gz' } });
  });

  it('that unpacks to itself over and over ends', async () => {
    let bytes = join(files(whole), END);
    for (let i = 0; i < 12; i++) bytes = gz(bytes);
    expect(await problemOf(loadCifar([sourceFile('a.tar.gz', bytes)]))).toMatchObject({ code: 'data.tooDeep' });
  });

  it.each([
    ['a.zip', 'PK\x03\x04', 'ZIP'],
    ['cifar-10-binary.tar.gz', 'PK\x03\x04', 'ZIP'],
    ['cifar10.7z', '7z\xbc\xaf\x27\x1c', '7z'],
    ['cifar-10-binary.tar', 'BZh91AY', 'bzip2'],
    ['data_batch_1.bin', '\xfd7zXZ\0', 'xz'],
  ])('%s in another format is told by its format', async (name, magic, format) => {
    const bytes = Buffer.from(magic + 'x'.repeat(600), 'latin1');
    expect(await problemOf(loadCifar([sourceFile(name, bytes)]))).toMatchObject({ code: 'data.packed', params: { file: name, format } });
  });
});

const haveTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout.includes('GNU tar');

describe.skipIf(!haveTar)('archives of GNU tar itself', () => {
  const folder = mkdtempSync(path(tmpdir(), 'kernelgarten-tar-'));
  const inside = path(folder, `cifar-10-batches-bin-${'x'.repeat(90)}`, 'y'.repeat(90));
  mkdirSync(inside, { recursive: true });
  for (const [name, bytes] of Object.entries(whole)) writeFileSync(path(inside, name), bytes);
  // A hole in the middle of the file, at its end, and in its beginning, for as many formats of sparse files as there are.
  const sparse = new Uint8Array(300 * 3073);
  sparse.set(two, 100 * 3073);
  writeFileSync(path(inside, 'data_batch_2.bin'), '');
  truncateSync(path(inside, 'data_batch_2.bin'), sparse.byteLength);
  spawnSync('dd', [`of=${path(inside, 'data_batch_2.bin')}`, 'conv=notrunc', 'bs=3073', 'seek=100'], { input: two });
  rmSync(path(inside, 'data_batch_3.bin'));
  linkSync(path(inside, 'data_batch_1.bin'), path(inside, 'data_batch_3.bin'));
  symlinkSync('data_batch_1.bin', path(inside, 'data_batch_6.bin'));
  const expected = { ...whole, 'data_batch_2.bin': sparse, 'data_batch_3.bin': one, 'data_batch_6.bin': one };

  it.each([
    ['gnu', []],
    ['gnu', ['-S']],
    ['posix', []],
    ['posix', ['-S', '--sparse-version=0.0']],
    ['posix', ['-S', '--sparse-version=0.1']],
    ['posix', ['-S', '--sparse-version=1.0']],
    ['oldgnu', ['--mtime=1960-01-01']],
  ])('%s %s', async (format, options) => {
    const archive = path(folder, 'out.tar');
    spawnSync('tar', ['-C', folder, `--format=${format}`, ...options, '-cf', archive, `./cifar-10-batches-bin-${'x'.repeat(90)}`]);
    const bytes = new Uint8Array(readFileSync(archive));
    expect(bytes.byteLength < sparse.byteLength).toBe(options.includes('-S'));
    const { taken, codes } = await load('out.tar', bytes);
    expect(prints(taken)).toEqual(prints(expected));
    expect(codes).toEqual(['data.blank']);
    rmSync(archive);
  });
});

describe('beside other files', () => {
  const archive = async () => sourceFile('Downloads/cifar-10-binary.tar.gz', await tarGz(whole));

  it('the archive is found: notes of macOS and strangers are left out, strangers by name', async () => {
    const others = [
      sourceFile('Downloads/._cifar-10-binary.tar.gz', Uint8Array.of(0, 5, 0x16, 7, 0, 2, 0, 0)),
      sourceFile('Downloads/.DS_Store', text('x')),
      sourceFile('Downloads/backup.tar.gz', await tarGz({ 'photo.jpg': text('x') })),
      sourceFile('Downloads/broken.tgz', gz(JUNK).slice(0, 20)),
      sourceFile('Downloads/cifar-100-binary.tar.gz', await tarGz({ 'train.bin': new Uint8Array(3074) })),
      sourceFile('Downloads/letter.txt', text('dear')),
    ];
    const { dataset, files: taken } = await loadCifar([...others, await archive()]);
    expect(prints(taken)).toEqual(prints(whole));
    const said = JSON.stringify(dataset.remarks);
    for (const name of ['backup.tar.gz', 'broken.tgz', 'cifar-100-binary.tar.gz', 'letter.txt']) expect(said).toContain(name);
    expect(said).not.toContain('._cifar');
  });

  it('an archive of any name is found', async () => {
    const { files: taken } = await loadCifar([sourceFile('a.txt', text('x')), sourceFile('download', gz(join(files(whole), END)))]);
    expect(taken.size).toBe(6);
  });

  it('a broken stranger is left out with its reason', async () => {
    const unpacked = Object.entries(whole)
      .slice(0, 3)
      .map(([name, bytes]) => sourceFile(`x/${name}`, bytes));
    const { dataset, files: taken } = await loadCifar([...unpacked, sourceFile('x/backup.tgz', (await tarGz({ 'photo.jpg': records(3, 9) })).slice(0, 5000))]);
    expect(taken.size).toBe(3);
    expect(dataset.remarks).toMatchObject([{ code: 'data.archiveCutShort', params: { file: 'x/backup.tgz' } }, { code: 'data.leftOut' }]);
  });

  it('the archive beside its own folder is not opened', async () => {
    const unpacked = Object.entries(whole).map(([name, bytes]) => sourceFile(`x/cifar-10-batches-bin/${name}`, bytes));
    const { dataset } = await loadCifar([await archive(), ...unpacked]);
    expect(dataset.remarks).toMatchObject([{ code: 'data.unopened', params: { files: '“Downloads/cifar-10-binary.tar.gz”' } }]);
  });

  it('what is missing in the folder comes from the archive, and what is there twice counts once', async () => {
    const unpacked = Object.entries(whole)
      .slice(0, 2)
      .map(([name, bytes]) => sourceFile(`x/${name}`, bytes));
    const { dataset, files: taken } = await loadCifar([await archive(), ...unpacked]);
    expect(prints(taken)).toEqual(prints(whole));
    expect(dataset.remarks?.map(({ code }) => code)).toEqual(['data.same']);
  });

  it('thousands of strangers are counted, not listed', async () => {
    const strangers = Array.from({ length: 3000 }, (_, index) => sourceFile(`x/photo${index}.dat`, text('x')));
    const { dataset } = await loadCifar([...strangers, await archive()]);
    expect(dataset.remarks).toMatchObject([{ code: 'data.leftOutMore', params: { more: 2997 } }]);
    expect(await problemOf(loadCifar(strangers))).toMatchObject({ code: 'data.noneOfMore', params: { more: 2997 } });
  });
});
