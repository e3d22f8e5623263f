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
