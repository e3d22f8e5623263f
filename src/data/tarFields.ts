/** Bytes of a tar header, and what every body is filled up to. */
export const BLOCK = 512;

const CHECKSUM = { at: 148, length: 8 } as const;

/** Whether these are the first bytes of a tar archive: a header whose checksum holds. No other mark is in every kind of tar. */
export function isTar(head: Uint8Array): boolean {
  return head.byteLength >= BLOCK && !isZero(head.subarray(0, BLOCK)) && checksumHolds(head.subarray(0, BLOCK));
}

export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** The sum of the bytes of a header, its own place counted as spaces; some old writers summed signed bytes. */
export function checksumHolds(block: Uint8Array): boolean {
  const { at, length } = CHECKSUM;
  let unsigned = 0;
  let signed = 0;
  for (const [index, value] of block.entries()) {
    const byte = index >= at && index < at + length ? 0x20 : value;
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  const stored = numberAt(block, at, length);
  return stored === unsigned || stored === signed;
}

/** Text up to a NUL. */
export function textAt(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** A number in octal digits, or in base 256 where the first bit is set (all ones before a negative one); NaN for what is neither. */
export function numberAt(block: Uint8Array, at: number, length: number): number {
  const field = block.subarray(at, at + length);
  const first = field[0] ?? 0;
  if (first & 0x80) {
    const start = first & 0x40 ? first - 0x100 : first & 0x3f;
    return field.subarray(1).reduce((value, byte) => value * 256 + byte, start);
  }
  const digits = textAt(field, 0, length).trim();
  return /^[0-7]*$/.test(digits) ? parseInt(digits || '0', 8) : NaN;
}
