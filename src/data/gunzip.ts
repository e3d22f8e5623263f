import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, zlibInflate, zlibInflateInit2, ZStream } from 'pako';
import { BrokenArchive } from './brokenArchive';
import type { ByteReader } from './byteReader';
import { isGzip } from './recognise';

/** Bytes of a piece that comes out. */
const PIECE = 1 << 16;
/** zlib's windowBits for the largest window in a gzip wrapper, whose checksum and length it then verifies. */
const GZIP = 31;

/**
 * Unpacks as GNU gzip does: members one behind the other; what follows the last and is no member is left alone. (The
 * browser's `DecompressionStream` takes one member and fails at whatever follows.)
 * @throws BrokenArchive for a member that is cut short, damaged or fails its checksum
 */
export async function* gunzip(packed: ByteReader): AsyncGenerator<Uint8Array, void> {
  do yield* member(packed);
  while (isGzip(await packed.peek(2)));
}

async function* member(packed: ByteReader): AsyncGenerator<Uint8Array, void> {
  const stream = new ZStream();
  zlibInflateInit2(stream, GZIP);
  for (;;) {
    const piece = await packed.next();
    if (!piece) throw new BrokenArchive('cutShort');
    stream.input = piece;
    stream.next_in = 0;
    stream.avail_in = piece.byteLength;
    do {
      stream.output = new Uint8Array(PIECE);
      stream.next_out = 0;
      stream.avail_out = PIECE;
      const status = zlibInflate(stream, Z_NO_FLUSH);
      if (stream.next_out > 0) yield stream.output.subarray(0, stream.next_out);
      if (status === Z_STREAM_END) return packed.giveBack(piece.subarray(stream.next_in));
      // "Buffer error" only says that nothing was left to do with this piece.
      if (status !== Z_OK && status !== Z_BUF_ERROR) throw new BrokenArchive('damaged');
    } while (stream.avail_out === 0);
  }
}
