import { fail } from '../engine/problem';

/** What is needed of a file: a browser's File has it, and so has Node's Blob with a name. */
export interface SourceFile {
  readonly name: string;
  readonly size: number;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** The pieces of a stream; it is cancelled when the caller stops early. (Safari's streams are not async iterables.) */
async function* chunksOf(stream: ReadableStream<Uint8Array>, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) {
        ended = true;
        return;
      }
      yield value;
    }
  } finally {
    // The stream may have failed already; its failure is on its way to the caller.
    if (!ended) await reader.cancel().catch(() => undefined);
  }
}

/** The pieces of a file. @throws ProblemError where it was moved, changed or is a folder */
export async function* piecesOf(file: SourceFile, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
  try {
    yield* chunksOf(file.stream(), signal);
  } catch (error) {
    signal?.throwIfAborted();
    fail('data.unreadable', { file: file.name, detail: error instanceof Error ? error.message : String(error) }, file.name);
  }
}
