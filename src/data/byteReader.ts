const EMPTY = new Uint8Array();

/** Reads a stream of pieces by demand: looks ahead, takes by size, gives back. */
export class ByteReader {
  /** Read from the stream and not yet taken. */
  private held: Uint8Array = EMPTY;
  /** What the stream failed with. */
  failure: unknown;

  constructor(private readonly pieces: AsyncIterator<Uint8Array, void>) {}

  /** The next `count` bytes, which stay to be read; fewer only where the stream ends before. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.held.byteLength < count) {
      const piece = await this.pull();
      if (!piece) break;
      this.held = joined(this.held, piece);
    }
    return this.held.subarray(0, count);
  }

  /** As {@link peek}, and they are read. */
  async take(count: number): Promise<Uint8Array> {
    const taken = await this.peek(count);
    this.held = this.held.subarray(taken.byteLength);
    return taken;
  }

  /** The next piece as it comes, at most so many bytes and at least one; undefined at the end. */
  async next(most = Infinity): Promise<Uint8Array | undefined> {
    return (await this.peek(1)).byteLength === 0 ? undefined : this.take(Math.min(most, this.held.byteLength));
  }

  /** Puts bytes that were read back in front. */
  giveBack(bytes: Uint8Array): void {
    this.held = joined(bytes, this.held);
  }

  /** Reads to the end. */
  async drain(): Promise<void> {
    while (await this.next());
  }

  private async pull(): Promise<Uint8Array | undefined> {
    try {
      const { value } = await this.pieces.next();
      return value ?? undefined;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  /** Lets go of the stream. */
  async close(): Promise<void> {
    await this.pieces.return?.();
  }
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  if (before.byteLength === 0) return after;
  if (after.byteLength === 0) return before;
  const both = new Uint8Array(before.byteLength + after.byteLength);
  both.set(before);
  both.set(after, before.byteLength);
  return both;
}
