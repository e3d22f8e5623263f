import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileStore, tuningFile } from '../../../src/cli/tuningFile';

const folder = mkdtempSync(join(tmpdir(), 'kernelgarten-'));

it('lies in the cache of the user', () => {
  expect(tuningFile({ XDG_CACHE_HOME: '/caches' })).toBe(join('/caches', 'kernelgarten', 'tuning.json'));
  expect(tuningFile({})).toMatch(/\.cache.kernelgarten.tuning\.json$/);
});

it('is made with its folders when something is kept', async () => {
  const path = join(folder, 'a', 'b', 'tuning.json');
  const store = fileStore(path);
  expect(await store.read()).toBeUndefined();
  await store.write('{}');
  expect(readFileSync(path, 'utf8')).toBe('{}');
  expect(await store.read()).toBe('{}');
});

it('is no obstacle where it cannot be', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const store = fileStore(join(file, 'tuning.json'));
  await store.write('{}');
  expect(await store.read()).toBeUndefined();
});
