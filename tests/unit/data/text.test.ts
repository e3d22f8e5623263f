import { expect, it } from 'vitest';
import { textOf } from '../../../src/data/text';

const TEXT = '{"name":"网络 é 🌱"}';

function utf16(text: string, isLittle: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), isLittle);
  return bytes;
}

it.each([
  ['UTF-8', new TextEncoder().encode(TEXT)],
  ['UTF-8 behind a byte order mark', new TextEncoder().encode(`\uFEFF${TEXT}`)],
  ['UTF-16, the low byte first', utf16(`\uFEFF${TEXT}`, true)],
  ['UTF-16, the high byte first', utf16(`\uFEFF${TEXT}`, false)],
  ['UTF-16 without a mark, the low byte first', utf16(TEXT, true)],
  ['UTF-16 without a mark, the high byte first', utf16(TEXT, false)],
])('reads %s', (_, bytes) => expect(textOf(bytes)).toBe(TEXT));

it.each([
  ['Latin-1', Uint8Array.of(0x7b, 0xe9, 0x7d)],
  ['half a character of UTF-16', Uint8Array.of(0xff, 0xfe, 0x7b)],
  ['half a pair of UTF-16', Uint8Array.of(0xff, 0xfe, 0x00, 0xd8)],
])('takes %s for no text', (_, bytes) => expect(textOf(bytes)).toBeUndefined());
