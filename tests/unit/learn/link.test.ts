import { describe, expect, it } from 'vitest';
import { readLink, withDefaults, writeLink, type StateField } from '../../../src/state/learnLink';

const fields: readonly StateField[] = [
  { kind: 'integer', name: 'stride', min: 1, max: 4, default: 1 },
  { kind: 'choice', name: 'view', choices: ['strip', 'picture'], default: 'strip' },
];
const fieldsOf = { arrangement: fields, local: [] };

describe('a link to a chapter', () => {
  it('has what differs from the defaults, and reads back', () => {
    const state = { stride: 3, view: 'picture' };
    expect(writeLink('arrangement', fields, state)).toBe('#learn/arrangement?stride=3&view=picture');
    expect(readLink('#learn/arrangement?stride=3&view=picture', fieldsOf)).toEqual({ chapter: 'arrangement', state, problems: [] });
    expect(writeLink('arrangement', fields, { stride: 1 })).toBe('#learn/arrangement');
    expect(withDefaults(fields, { stride: 2 })).toEqual({ stride: 2, view: 'strip' });
  });

  it.each(['', '#run', '#learning/local'])('is not made of “%s”', (hash) => {
    expect(readLink(hash, fieldsOf)).toBeUndefined();
  });

  it('opens Learn where it was left when it names no chapter', () => {
    expect(readLink('#learn', fieldsOf)).toEqual({ state: {}, problems: [] });
  });

  it.each(['lokal', 'toString', 'local/more'])('says what there is instead of “%s”, which is no chapter', (chapter) => {
    const problem = { code: 'learn.unknownChapter', params: { chapter, known: 'arrangement, local' } };
    expect(readLink(`#learn/${chapter}?stride=2`, fieldsOf)).toEqual({ state: {}, problems: [problem] });
  });

  it.each([
    ['stride=5', { code: 'learn.outOfRange', params: { field: 'stride', value: '5', min: 1, max: 4 } }],
    ['stride=1.5', { code: 'learn.outOfRange', params: { field: 'stride', value: '1.5', min: 1, max: 4 } }],
    ['stride=', { code: 'learn.outOfRange', params: { field: 'stride', value: '', min: 1, max: 4 } }],
    ['view=film', { code: 'learn.notAChoice', params: { field: 'view', value: 'film', choices: 'strip, picture' } }],
    ['toString=1', { code: 'learn.unknownField', params: { field: 'toString', known: 'stride, view' } }],
  ])('tells what is wrong with %s and keeps the rest', (query, problem) => {
    expect(readLink(`#learn/arrangement?${query}&view=picture`, fieldsOf)).toEqual({ chapter: 'arrangement', state: { view: 'picture' }, problems: [problem] });
  });
});
