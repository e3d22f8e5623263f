/*
 * UTF-8 without TextEncoder and TextDecoder, which are globals of the browser and of Node: the engine leaves those alone.
 */

/** By the language's own URI functions: for what we write, which is short. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  const escaped = encodeURIComponent(text);
  for (let at = 0; at < escaped.length; at++) {
    if (escaped[at] === '%') {
      bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16));
      at += 2;
    } else {
      bytes.push(escaped.charCodeAt(at));
    }
  }
  return Uint8Array.from(bytes);
}

/** Characters that are made a string at once: as many as a call may have arguments anywhere. */
const AT_ONCE = 8192;

/** Of a character of 2, 3 or 4 bytes: the bits of its first byte that count, and the least that needs so many bytes. */
const LENGTHS = [
  { mask: 0x1f, least: 0x80 },
  { mask: 0x0f, least: 0x800 },
  { mask: 0x07, least: 0x1_0000 },
] as const;

/** @throws RangeError for bytes that are not UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
export function decodeUtf8(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = asciiEnd(bytes, at);
    if (end > at) {
      // Spread out, they would be counted one by one.
      pieces.push(String(Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, end))));
      at = end;
      continue;
    }
    const codes: number[] = [];
    while (codes.length < AT_ONCE && (bytes[at] ?? 0) >= 0x80) {
      const { code, length } = characterAt(bytes, at);
      codes.push(code);
      at += length;
    }
    pieces.push(String.fromCodePoint(...codes));
  }
  return pieces.join('');
}

/** Where the ASCII that begins at a place ends, or is enough. */
function asciiEnd(bytes: Uint8Array, from: number): number {
  const most = Math.min(from + AT_ONCE, bytes.length);
  let at = from;
  while (at < most && (bytes[at] ?? 0) < 0x80) at++;
  return at;
}

function characterAt(bytes: Uint8Array, at: number): { readonly code: number; readonly length: number } {
  const first = bytes[at] ?? 0;
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  const { mask, least } = LENGTHS[more - 1] ?? LENGTHS[0];
  let code = first & mask;
  let isWhole = first >= 0xc0 && first < 0xf8;
  for (let place = at + 1; place <= at + more; place++) {
    const next = bytes[place] ?? 0;
    isWhole &&= (next & 0xc0) === 0x80;
    code = (code << 6) | (next & 0x3f);
  }
  if (!isWhole || code < least || code > 0x10_ffff || (code >= 0xd800 && code < 0xe000)) throw new RangeError(`no UTF-8 at byte ${at}`);
  return { code, length: more + 1 };
}
