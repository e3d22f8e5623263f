import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkWritable } from '../../../src/cli/files';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kernelgarten-writable-'));
});

describe('a file that a long run is to write at its end', () => {
  it.each([
    ['no name', () => '', /^--save needs the name of a file$/],
    ['a folder', () => folder, /is a folder$/],
    ['a file in no folder', () => join(folder, 'no', 'a.st'), /a\.st cannot be written \(ENOENT/],
    ['a folder that is not there', () => `${join(folder, 'no')}/`, /cannot be written \(ENOENT/],
    ['a name that is too long', () => join(folder, 'x'.repeat(254)), /cannot be written \(ENAMETOOLONG/],
    ['a place where nothing can be made', () => '/proc/a.st', /cannot be written/],
  ])('is refused before: %s', async (_, path, message) => {
    await expect(checkWritable('--save', path())).rejects.toThrow(message);
  });

  it('is left as it is, whether it is there, a link or a device', async () => {
    writeFileSync(join(folder, 'there.st'), 'good');
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere', 'a.st'), join(folder, 'link.st'));
    const before = readdirSync(folder, { recursive: true });
    for (const path of ['there.st', 'link.st', 'new.st']) await checkWritable('--save', join(folder, path));
    await checkWritable('--save', '/dev/null');
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
    expect(readFileSync(join(folder, 'there.st'), 'utf8')).toBe('good');
  });
});
