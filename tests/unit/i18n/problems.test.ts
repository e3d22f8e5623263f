import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataProblems } from '../../../src/data/problems';
import type { ProblemCodes } from '../../../src/engine/problem';
import { engineProblems } from '../../../src/engine/problems';
import { stateProblems } from '../../../src/state/problems';
import { workerProblems } from '../../../src/worker/problems';

/** Every code there is: the compiler misses the table that is forgotten here. */
const codes = { ...engineProblems, ...dataProblems, ...workerProblems, ...stateProblems } satisfies ProblemCodes;
const areas = [...new Set(Object.keys(codes).map((code) => code.slice(0, code.indexOf('.'))))];

const source = new URL('../../../src/', import.meta.url);

/** Each code that has words, with the parameters in them; `context` says which words of a code are meant, and stands in none. */
function wordedIn(language: string): Record<string, Record<string, string>> {
  const worded: Record<string, Record<string, string>> = {};
  for (const area of areas) {
    const { problems } = JSON.parse(readFileSync(new URL(`i18n/${language}/${area}.json`, source), 'utf8')) as { problems: Record<string, string> };
    for (const [name, text] of Object.entries(problems)) {
      const [base = '', context] = name.split('_');
      const parameters = (worded[`${area}.${base}`] ??= {});
      if (context) parameters['context'] = 'text';
      for (const [, parameter = '', format = 'text'] of text.matchAll(/\{\{(\w+)(?:, *(\w+))?\}\}/g)) parameters[parameter] = format;
    }
  }
  return worded;
}

/** What the words of a parameter may make of it: a number may also be written as it is. */
const formats: Readonly<Record<string, unknown>> = { number: expect.stringMatching(/^(number|text)$/), text: 'text', 'text?': 'text' };
const asked = Object.fromEntries(
  Object.entries(codes).map(([code, parameters]) => [code, Object.fromEntries(Object.entries(parameters).map(([name, kind]) => [name, formats[kind]]))]),
);

describe('problems', () => {
  it.each(['en', 'zh'])('have words for every code, and no others, with just its parameters, in %s', (language) => {
    expect(wordedIn(language)).toEqual(asked);
  });
});
