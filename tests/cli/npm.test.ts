import {
  cpSync,
  existsSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { model } from '../../src/engine/graph/spec';
import { lines, start } from '../support/cli';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kernelgarten-npm-'));

/** A checkout in which nothing was built yet, in a folder of such a name. */
function checkout(name: string): string {
  const copy = join(folder, name);
  const parts = [
    'src',
    'shaders',
    'scripts',
    'public',
    'index.html',
    'package.json',
    'tsconfig.json',
    'tsconfig.base.json',
    'vite.config.js',
    'vite.bench.config.js',
    'vite.cli.config.js',
    'vitest.config.ts',
    // One will do.
    'tests/unit/data/text.test.ts',
  ];
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

const npm = (place: string, cwd: string, ...words: readonly string[]) => start('npm', ['--prefix', place, 'run', '-s', ...words], { cwd }).ended;

describe('npm run train', () => {
  it('builds and trains in a checkout with any name, on the files of the folder that npm was called in', async () => {
    const place = checkout('a #b %20 é?c');
    const person = join(folder, 'person');
    mkdirSync(person);
    writeFileSync(join(person, 'net.json'), JSON.stringify(model([{ type: 'flatten' }, { type: 'dense', units: 10 }])));
    const words = ['--model', 'net.json', '--steps', '1', '--batch', '4', '--save', 'net.safetensors', '--json'];
    const outcome = await npm(place, person, 'train', '--', ...words);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(lines(outcome).at(-1)).toMatchObject({ type: 'saved', file: 'net.safetensors' });
    expect(existsSync(join(person, 'net.safetensors'))).toBe(true);
    for (const build of ['build', 'build:bench']) expect(await npm(place, person, build, '--', '--logLevel', 'error')).toMatchObject({ status: 0, stderr: '' });
    for (const page of ['dist', 'dist-bench']) expect(readFileSync(join(place, page, 'index.html'), 'utf8')).toMatch(/assets\/index-[\w-]+\.js/);
    const tests = start(process.execPath, [join(place, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'unit'], { cwd: place });
    expect(await tests.ended).toMatchObject({ status: 0, stdout: expect.stringContaining('1 passed') });
  });

  it('replaces what was built file by file, and leaves to those who run it what they may yet load', async () => {
    const place = checkout('twice');
    const within = (...path: readonly string[]) => join(place, 'dist-cli', ...path);
    expect(await npm(place, place, 'build:cli')).toMatchObject({ status: 0, stderr: '' });
    const opened = openSync(within('train.mjs'), 'r');
    writeFileSync(within('recent-12345678.mjs'), '');
    writeFileSync(within('old-12345678.mjs'), '');
    const longAgo = new Date(2000, 0, 1);
    utimesSync(within('old-12345678.mjs'), longAgo, longAgo);
    const before = readdirSync(within());
    const [text, place1] = [readFileSync(within('train.mjs'), 'utf8'), fstatSync(opened).ino];
    expect(await npm(place, place, 'build:cli')).toMatchObject({ status: 0, stderr: '' });
    expect(statSync(within('train.mjs')).ino).not.toBe(place1);
    expect(readFileSync(opened, 'utf8')).toBe(text);
    expect(readdirSync(within()).toSorted()).toEqual(before.filter((name) => !name.startsWith('old')).toSorted());
    expect(readdirSync(place).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
