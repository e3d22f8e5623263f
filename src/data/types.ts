import type { Problem } from '../engine/problem';

/** Bytes of one picture: 1,024 red, 1,024 green, 1,024 blue, row by row (NCHW). */
export const PICTURE_BYTES = 3072;
/** Bytes of one record of the official CIFAR-10 binary layout: a label, then the picture. */
export const RECORD_BYTES = PICTURE_BYTES + 1;
export const PICTURE_SIDE = 32;
export const PICTURE_CHANNELS = 3;
export const CLASS_COUNT = 10;

/** Records in the official layout, kept as the files they came in, so that nothing is copied twice. */
export class RecordSet {
  readonly count: number;
  private readonly starts: number[];

  /** @param chunks whole records each; a chunk is one file. */
  constructor(readonly chunks: readonly Uint8Array[]) {
    this.starts = [];
    let count = 0;
    for (const chunk of chunks) {
      this.starts.push(count);
      count += chunk.byteLength / RECORD_BYTES;
    }
    this.count = count;
  }

  /** The class of record `index`, 0 to 9. */
  label(index: number): number {
    return this.record(index)[0] ?? 0;
  }

  /** A view (not a copy) of the 3,072 bytes of record `index`. */
  picture(index: number): Uint8Array {
    return this.record(index).subarray(1);
  }

  private record(index: number): Uint8Array {
    let file = this.starts.length - 1;
    while (file > 0 && (this.starts[file] ?? 0) > index) file--;
    const chunk = this.chunks[file];
    const at = (index - (this.starts[file] ?? 0)) * RECORD_BYTES;
    if (!chunk || at < 0 || at + RECORD_BYTES > chunk.byteLength) throw new RangeError(`record ${index} of ${this.count}`);
    return chunk.subarray(at, at + RECORD_BYTES);
  }
}

export interface Dataset {
  readonly source: 'cifar10' | 'shapes10';
  /** Ten names; from `batches.meta.txt` where there is one, else the official ones. */
  readonly classNames: readonly string[];
  readonly train: RecordSet;
  readonly test: RecordSet;
  /** The files it came from, in order; empty for the generator. */
  readonly files: readonly string[];
  /** How many test pictures were held out of the end of the training files, where no test file was given. */
  readonly heldOut?: number;
  /** What there is to say of how it was loaded: what was left out, or taken under another name. */
  readonly remarks?: readonly Problem[];
}

export interface SamplePicture {
  /** Index in its set. */
  readonly index: number;
  readonly label: number;
  /** 3,072 bytes, NCHW. */
  readonly pixels: Uint8Array;
}

/** What the page shows of a data set. */
export interface DataSummary {
  readonly source: 'cifar10' | 'shapes10';
  readonly classNames: readonly string[];
  readonly files: readonly string[];
  readonly trainCount: number;
  readonly testCount: number;
  /** Training pictures of each class. */
  readonly balance: readonly number[];
  /** Ten training pictures of each class where there are so many, class by class. */
  readonly samples: readonly SamplePicture[];
  /** Test pictures that were held out of the end of the training files, because there was no test file. */
  readonly heldOut?: number;
  /** What was left out when it was loaded, or taken under another name; none for what was not loaded just now. */
  readonly remarks?: readonly Problem[];
  /** Kept in the browser, so that the next visit has it. */
  readonly kept: boolean;
  /** Why the browser did not keep it. Not fatal: it is loaded all the same. */
  readonly notKept?: Problem;
}

export interface LoadProgress {
  /** The file, or the entry of an archive, that is being read. */
  readonly file: string;
  /** Bytes read and to read, over all the files given (compressed bytes for an archive). */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** Whole records read so far. */
  readonly records: number;
}
