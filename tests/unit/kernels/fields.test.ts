import { describe, expect, it } from 'vitest';
import { f32, i32, Struct, u32 } from '../../../src/engine/kernels/fields';
import { stepStruct } from '../../../src/engine/kernels/shared';

describe('a struct that host and shader share', () => {
  const struct = new Struct('Thing', { count: u32('How many.'), offset: i32(), share: f32('Of the whole.') });
  const values = { count: 4_000_000_000, offset: -3, share: 0.25 };

  it('is declared for the shader with what there is to say of its fields', () => {
    expect(struct.text.split('\n')).toEqual([
      'struct Thing {',
      '  // How many.',
      '  count: u32,',
      '  offset: i32,',
      '  // Of the whole.',
      '  share: f32,',
      '}',
      '',
    ]);
    expect(struct.bytes).toBe(12);
    expect(struct.zero).toEqual({ count: 0, offset: 0, share: 0 });
  });

  it('is written and read word by word, where it is asked to be', () => {
    const view = new DataView(new ArrayBuffer(20));
    struct.write(view, 8, values);
    expect([...new Uint32Array(view.buffer)]).toEqual([0, 0, 4_000_000_000, 2 ** 32 - 3, 0x3e800000]);
    expect(struct.read(view, 8)).toEqual(values);
    expect(struct.wordOf('share')).toBe(2);
  });

  it('packs several one behind the other', () => {
    const words = struct.packed([struct.zero, values]);
    expect(words).toHaveLength(6);
    expect(struct.read(new DataView(words.buffer), struct.bytes)).toEqual(values);
  });

  it('wants every field, and no other', () => {
    // @ts-expect-error: `share` is missing.
    const short: Parameters<typeof struct.write>[2] = { count: 1, offset: 2 };
    // @ts-expect-error: `shares` is misspelt.
    const misspelt: Parameters<typeof struct.write>[2] = { ...values, shares: 1 };
    expect([short, misspelt]).toHaveLength(2);
  });
});

/** The picks begin 256 bytes behind the step, in one buffer: see `PICKS_OFFSET`. */
it('leaves the step before the picks', () => {
  expect(stepStruct.bytes).toBeLessThanOrEqual(256);
});
