/**
 * The text of a file as editors and shells leave it: UTF-8, or UTF-16 as Windows has it, with or without a byte order mark, which is
 * left out. Without one, UTF-16 is known by the zero in the first character, which in all that is read here is an ASCII one.
 * @returns undefined for what is neither.
 */
export function textOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || second === 0;
  const isBig = (first === 0xfe && second === 0xff) || first === 0;
  try {
    return new TextDecoder(isBig ? 'utf-16be' : isLittle ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
