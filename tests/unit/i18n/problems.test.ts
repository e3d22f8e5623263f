import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const source = new URL('../../../src/', import.meta.url);
const areas = ['common', 'data', 'evaluation', 'inside', 'model', 'sweep', 'training'];

/** Codes as they stand in the source, raised, listed or compared: `'area.name'`, and nothing else there looks like one. */
function codesInSource(): string[] {
  const code = new RegExp(`'((?:${areas.join('|')})\\.\\w+)'`, 'g');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const found = files.flatMap((file) => [...readFileSync(new URL(file, source), 'utf8').matchAll(code)].map((match) => match[1] ?? ''));
  return [...new Set(found)].sort();
}

function wordedIn(language: string): string[] {
  return areas.flatMap((area) => {
    const words = JSON.parse(readFileSync(new URL(`i18n/${language}/${area}.json`, source), 'utf8')) as { problems: object };
    return Object.keys(words.problems).map((name) => `${area}.${name}`);
  });
}

describe('problems', () => {
  const codes = codesInSource();

  it('are found in the source, however they are written there', () => {
    expect(codes).toEqual(expect.arrayContaining(['model.unknownType', 'model.notClasses', 'data.python', 'data.archiveDamaged']));
  });

  it.each(['en', 'zh'])('are all worded in %s', (language) => {
    const worded = wordedIn(language);
    expect(codes.filter((code) => !worded.includes(code))).toEqual([]);
  });
});
