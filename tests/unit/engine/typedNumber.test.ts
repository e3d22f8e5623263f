import { describe, expect, it } from 'vitest';
import { typedNumber } from '../../../src/engine/typedNumber';

const NBSP = '\u00a0';

describe('a number that is typed', () => {
  it.each([
    ['0.001', 0.001],
    ['0,001', 0.001],
    ['0,0005', 0.0005],
    ['1,5', 1.5],
    ['12,3456', 12.3456],
    [',5', 0.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e-3', 0.001],
    ['1E3', 1000],
    ['1.5e+2', 150],
    ['1,5e2', 150],
    ['-2', -2],
    ['+2', 2],
    [' 7 ', 7],
    ['1.000', 1],
    ['1234567', 1234567],
    ['0.00１', 0.001],
    ['０．００１', 0.001],
    ['０。００１', 0.001],
    ['０，００１', 0.001],
    ['1ｅ－3', 0.001],
    ['1e−3', 0.001],
    ['−2', -2],
    ['1e–3', 0.001],
    ['-0', 0],
  ])('is read from %j', (text, value) => {
    expect(typedNumber(text)).toBe(value);
  });

  it.each([
    '',
    ' ',
    'fast',
    '0x10',
    '０ｘ１０',
    '0b1',
    '0o7',
    '1e',
    '1e1.5',
    '1_000',
    '003',
    '00.5',
    '-01',
    '1,000',
    '12,345',
    '1,234,567',
    '1.234,5',
    '1,234.5',
    '1 000',
    '1.2.3',
    '.',
    ',',
    '-',
    '--1',
    '1-',
    '²',
    'Infinity',
    'NaN',
    '1e3x',
    '٣',
  ])('is none in %j', (text) => {
    expect(typedNumber(text)).toBeNaN();
  });

  it.each([
    ['1,000', 1000],
    ['12,345', 12345],
    ['1,234,567', 1234567],
    ['1 000', 1000],
    [`1${NBSP}234${NBSP}567`, 1234567],
    ['１，０００', 1000],
    ['64', 64],
    ['1e3', 1000],
    ['64.0', 64],
    // Whoever asks for a whole number says that this is none.
    ['0.5', 0.5],
    ['64.5', 64.5],
  ])('is read from %j where a whole one is asked for', (text, value) => {
    expect(typedNumber(text, true)).toBe(value);
  });

  it.each(['1,00', '1,0000', '0,001', '10,00', '1,000 000', '1000,000', '1,5', '1.000', '0x10', '003', '1_000', '1,000e3', '1,000.5'])(
    'is no whole one in %j',
    (text) => {
      expect(typedNumber(text, true)).toBeNaN();
    },
  );
});
