import { describe, expect, it } from 'vitest';
import { makeFormat } from '../../../src/ui/controls/format';

const en = makeFormat('en');
const zh = makeFormat('zh');
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('numbers in the language of the page', () => {
  it('writes thousands, decimals and percentages', () => {
    expect(en.number(1216)).toBe('1,216');
    expect(en.number(0.0001)).toBe('0.0001');
    expect(en.number(2.3026, 2)).toBe('2.30');
    expect(en.percent(0.4631)).toBe('46.3%');
    expect(en.significant(243.21)).toBe('243');
  });

  it.each([
    [999, '999'],
    [1228800, '1.23 M'],
    [45_000, '45 K'],
    [999_700, '1 M'],
  ])('writes %d short as %s', (value, text) => {
    expect(plain(en.compact(value))).toBe(text);
  });

  it('writes bytes in decimal units', () => {
    expect(plain(en.bytes(170_498_071))).toBe('170 MB');
    expect(plain(en.bytes(512))).toBe('512 B');
  });

  it.each([
    [45, '45 sec'],
    [59.7, '1 min'],
    [120, '2 min'],
    [3540, '59 min'],
    [3600, '1 hr'],
    [4200, '1 hr 10 min'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(plain(en.duration(seconds))).toBe(text);
  });

  it('writes durations in Chinese', () => {
    expect(plain(zh.duration(120)).replace(' ', '')).toBe('2分钟');
  });
});

describe('figures in the room that they have', () => {
  it.each([
    ['0', en.significant(0), en.significant(-0), en.scientific(-0)],
    ['0.0', en.number(-0.01, 1)],
    ['0.00000123', en.significant(1.234e-6)],
    ['1.23E-7', en.significant(1.234e-7)],
    ['9,940,000', en.significant(9_940_000)],
    ['-3.54E20', en.significant(-3.54e20)],
    ['1.4E18', en.number(1.4e18, 3)],
    ['2.3E5%', en.percent(2300)],
    ['4,294,967,295', en.number(4_294_967_295)],
  ])('writes %s', (text, ...written) => {
    for (const each of written) expect(each).toBe(text);
  });

  it('says what is no number in words', () => {
    const { number, significant, scientific, percent, compact } = makeFormat('zh', '非数值');
    for (const write of [number, significant, scientific, percent, compact]) expect(write(NaN)).toBe('非数值');
    expect(number(NaN, 3)).toBe('非数值');
  });
});
