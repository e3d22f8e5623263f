import type { Problem } from '../engine/problem';
import type { ByteReader } from './byteReader';
import { RECORD_BYTES } from './types';

const CR = 0x0d;
const LF = 0x0a;
/** Chance alone has a line feed behind a carriage return once in 256; so many in a row are no chance. */
const ENOUGH = 4;
const NEXT_TO_LF = [LF - 1, LF + 1];
/** So many pairs of CR and LF that are owed, hardly one in so many of which is there, were taken out. (A pair behind another CR stays.) */
const [OWED, LEFT] = [12, 8];

/** The traces that copying "as text" leaves in bytes that are none. Fed piece by piece. */
export class TextTraces {
  private size = 0;
  private feeds = 0;
  private pairs = 0;
  /** Carriage returns with a byte behind them that is next to a line feed: in pictures and packed bytes alike about as many as of it. */
  private nearPairs = 0;
  private beyondAscii = 0;
  private last = -1;
  private begin: readonly number[] = [];
  private utf8: TextDecoder | undefined = new TextDecoder('utf-8', { fatal: true });

  add(bytes: Uint8Array): void {
    if (this.size < 2) this.begin = [...this.begin, ...bytes.subarray(0, 2)];
    this.size += bytes.byteLength;
    for (const byte of bytes) {
      if (byte === LF) {
        this.feeds++;
        if (this.last === CR) this.pairs++;
      } else if (this.last === CR && NEXT_TO_LF.includes(byte)) this.nearPairs++;
      else if (byte > 0x7f) this.beyondAscii++;
      this.last = byte;
    }
    try {
      this.utf8?.decode(bytes, { stream: true });
    } catch {
      this.utf8 = undefined;
    }
  }

  /** What was done to the file; undefined where there is no trace of it. */
  problem(file: string): Problem | undefined {
    const say = (code: 'data.asTextGrown' | 'data.asTextShrunk' | 'data.asTextRecoded'): Problem => ({ code, params: { file }, path: file });
    const [first = 0, second = 0] = this.begin;
    if ((this.utf8 && this.beyondAscii >= ENOUGH) || (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
      return say('data.asTextRecoded');
    }
    const wholeBefore = this.size % RECORD_BYTES !== 0 && (this.size - this.pairs) % RECORD_BYTES === 0;
    if (this.pairs === this.feeds && (this.feeds >= ENOUGH || (this.feeds > 0 && wholeBefore))) return say('data.asTextGrown');
    const owed = this.nearPairs / NEXT_TO_LF.length;
    if (owed > OWED && this.pairs * LEFT < owed) return say('data.asTextShrunk');
    return undefined;
  }
}

/** Reads to the end for {@link TextTraces}. @param most bytes that are enough */
export async function copiedAsText(file: string, reader: ByteReader, most = Infinity): Promise<Problem | undefined> {
  const traces = new TextTraces();
  for (let read = 0; read < most;) {
    const piece = await reader.next();
    if (!piece) break;
    traces.add(piece);
    read += piece.byteLength;
  }
  return traces.problem(file);
}
