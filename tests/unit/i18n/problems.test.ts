import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const source = new URL('../../../src/', import.meta.url);

/** Codes as they are written in the source: `fail('area.name'` or `code: 'area.name'`. */
function codesInSource(): string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const codes = files.flatMap((file) => {
    const text = readFileSync(new URL(file, source), 'utf8');
    return [...text.matchAll(/(?:fail\(|code:)\s*'(\w+\.\w+)'/g)].map((match) => match[1] ?? '');
  });
  return [...new Set(codes)].sort();
}

describe('problems', () => {
  const codes = codesInSource();

  it('are found in the source at all', () => {
    expect(codes).toContain('model.unknownType');
  });

  it.each(codes)('%s is worded', (code) => {
    const [area, name] = code.split('.');
    const words = JSON.parse(readFileSync(new URL(`i18n/en/${area}.json`, source), 'utf8')) as { problems?: Record<string, string> };
    expect(words.problems?.[name ?? '']).toBeTypeOf('string');
  });
});
