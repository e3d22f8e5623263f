/** An archive that cannot be read on. Who knows its name makes a problem of it. */
export class BrokenArchive extends Error {
  /**
   * @param how it ends too early, or holds what cannot be
   * @param betweenEntries every entry before was whole: what follows may be no part of the archive at all
   */
  constructor(
    readonly how: 'cutShort' | 'damaged',
    readonly betweenEntries = false,
  ) {
    super(`archive ${how}`);
  }
}
