/*
 * UTF-8 by the language's own URI functions: TextEncoder is a global of the browser and of Node, which the engine leaves
 * alone. For headers, not for bulk.
 */

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

/** @throws URIError for bytes that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  const escaped: string[] = [];
  for (const byte of bytes) escaped.push(`%${byte.toString(16).padStart(2, '0')}`);
  return decodeURIComponent(escaped.join(''));
}
