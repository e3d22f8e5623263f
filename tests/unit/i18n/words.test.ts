import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Words = { readonly [key: string]: string | Words };

const folder = new URL('../../../src/i18n/', import.meta.url);
const read = (language: string, file: string) => JSON.parse(readFileSync(new URL(`${language}/${file}`, folder), 'utf8')) as Words;

/** `a.b` with the parameters of its text, so that a translation that forgets one is found. */
function entries(words: Words, prefix = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) => {
    // Chinese has no singular of its own.
    if (key.endsWith('_one')) return [];
    if (typeof value !== 'string') return entries(value, `${prefix}${key}.`);
    const parameters = [...value.matchAll(/\{\{(\w+)(?:, *\w+)?\}\}|<(\w+)>/g)].map((match) => match[1] ?? match[2] ?? '');
    return [`${prefix}${key} ${[...new Set(parameters)].sort().join(',')}`];
  });
}

function texts(words: Words): string[] {
  return Object.values(words).flatMap((value) => (typeof value === 'string' ? [value] : texts(value)));
}

/** Files of a language, those in folders with their path. */
const filesOf = (language: string) =>
  readdirSync(new URL(`${language}/`, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort();

const files = filesOf('en');

describe('the words of the page', () => {
  it('has the same files in both languages', () => {
    expect(filesOf('zh')).toEqual(files);
  });

  it.each(files)('%s has the same keys and parameters in both', (file) => {
    expect(entries(read('zh', file)).sort()).toEqual(entries(read('en', file)).sort());
  });

  it.each(files)('%s has no empty text', (file) => {
    expect([...texts(read('en', file)), ...texts(read('zh', file))].filter((text) => text.trim() === '')).toEqual([]);
  });
});
