import { describe, expect, it } from 'vitest';
import { specialise } from '../../../src/engine/kernels/expand';

const lines = (...text: string[]) => text.join('\n');

describe('a specialised shader', () => {
  it('is the file behind its constants', () => {
    expect(specialise(lines('// about', 'fn main() {}'), { WIDTH: 32, PAD: -1 })).toBe(
      lines('const WIDTH = 32;', 'const PAD = -1;', '// about', 'fn main() {}'),
    );
  });

  it('has a marked loop written out, with its variable in place', () => {
    const source = lines('before', '  //% for p in PIXELS', '  let x$p = at + $p;', '  //% end', 'after');
    expect(specialise(source, { PIXELS: 2 })).toBe(lines('const PIXELS = 2;', 'before', '  let x0 = at + 0;', '  let x1 = at + 1;', 'after'));
  });

  it('has loops in loops, and loops over a number', () => {
    const source = lines('//% for p in 2', 'row $p', '//% for f in F', 's$p_$f', '//% end', '//% end');
    expect(specialise(source, { F: 3 })).toBe(lines('const F = 3;', ...['row 0', 's0_0', 's0_1', 's0_2'], ...['row 1', 's1_0', 's1_1', 's1_2']));
  });

  it('counts up to a sum, and writes sums out', () => {
    const source = lines('//% for p in P+K-1', 'x$p = y$(p+1) + z$(p+K)', '//% end');
    expect(specialise(source, { P: 1, K: 2 })).toBe(lines('const P = 1;', 'const K = 2;', 'x0 = y1 + z2', 'x1 = y2 + z3'));
  });

  it('has sums over the variables of several loops', () => {
    const source = lines('//% for p in 2', '//% for k in 2', 'a$p += x$(p+k);', '//% end', '//% end');
    expect(specialise(source, {})).toBe(lines('a0 += x0;', 'a0 += x1;', 'a1 += x1;', 'a1 += x2;'));
  });

  it('keeps one of two parts', () => {
    const source = lines('//% if QUAD', 'a', '//% else', 'b', '//% end', '//% if QUAD', 'c', '//% end');
    expect(specialise(source, { QUAD: 1 })).toBe(lines('const QUAD = 1;', 'a', 'c'));
    expect(specialise(source, { QUAD: 0 })).toBe(lines('const QUAD = 0;', 'b'));
  });

  it('begins with its directives', () => {
    expect(specialise(lines('// about', 'enable subgroups;', 'fn main() {}'), { W: 1 })).toBe(
      lines('enable subgroups;', 'const W = 1;', '// about', 'fn main() {}'),
    );
  });

  it('leaves out a loop of none', () => {
    expect(specialise(lines('a', '//% for p in N', 'b$p', '//% end', 'c'), { N: 0 })).toBe(lines('const N = 0;', 'a', 'c'));
  });

  it.each([
    ['a loop over an unknown constant', ['a', '//% for p in PIXELS', '//% end'], 'line 2: unknown constant PIXELS'],
    ['a loop without an end', ['//% for p in 2', '//% for f in 2', 'x', '//% end'], 'line 1: no end'],
    ['a choice without an end', ['//% if QUAD', 'x', '//% else', 'y'], 'unknown constant QUAD'],
    ['an end without a beginning', ['x', '//% end'], 'line 2: end without a beginning'],
  ])('is refused for %s', (_, source, message) => {
    expect(() => specialise(lines(...source), {})).toThrow(message);
  });
});
