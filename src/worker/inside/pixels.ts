/** Whether two pictures are the same, byte for byte: what comes from the page is a copy each time. */
export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((byte, at) => byte === other[at]);
}
