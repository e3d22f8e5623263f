import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/engine/random';
import { decodeUtf8 } from '../../../src/engine/weights/utf8';

/** What the host makes of it; undefined where it refuses. */
function reference(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

describe('UTF-8', () => {
  it.each([
    ['nothing', []],
    [
      'the first and the last of each length',
      [0, 0x7f, 0xc2, 0x80, 0xdf, 0xbf, 0xe0, 0xa0, 0x80, 0xef, 0xbf, 0xbf, 0xf0, 0x90, 0x80, 0x80, 0xf4, 0x8f, 0xbf, 0xbf],
    ],
    ['overlong forms', [0xc0, 0x80]],
    ['overlong forms of three bytes', [0xe0, 0x9f, 0xbf]],
    ['overlong forms of four bytes', [0xf0, 0x8f, 0xbf, 0xbf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['what is above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a first byte that is none', [0xf8, 0x88, 0x80, 0x80, 0x80]],
    ['a byte that follows nothing', [0x41, 0x80]],
    ['a character that is cut short', [0x41, 0xe4, 0xbd]],
    ['a character that another interrupts', [0xe4, 0x41, 0xbd]],
  ])('is read as TextDecoder does: %s', (_, bytes) => expect(decoded(Uint8Array.from(bytes))).toBe(reference(Uint8Array.from(bytes))));

  it('is read as TextDecoder does: random bytes', () => {
    const random = Random.from(1);
    const kinds = [0x41, 0x80, 0xbf, 0xc2, 0xdf, 0xe0, 0xe4, 0xed, 0xef, 0xf0, 0xf3, 0xf4];
    let valid = 0;
    for (let round = 0; round < 5000; round++) {
      const bytes = Uint8Array.from({ length: 1 + Math.floor(random.between(0, 5)) }, () => kinds[Math.floor(random.between(0, kinds.length))] ?? 0);
      const wanted = reference(bytes);
      if (wanted !== undefined) valid++;
      expect(decoded(bytes), [...bytes].join()).toBe(wanted);
    }
    expect(valid).toBeGreaterThan(100);
  });

  it('is whole across pieces of any length', () => {
    const text = `${'aé网🌱'.repeat(9000)}${'b'.repeat(20_000)}${'🌱'.repeat(9000)}`;
    expect(decodeUtf8(new TextEncoder().encode(text)) === text).toBe(true);
  });
});
