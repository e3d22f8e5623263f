import { fail, ProblemError } from '../engine/problem';

/** What is needed of a file: a browser's File has it, and so has Node's Blob with a name. */
export interface SourceFile {
  readonly name: string;
  readonly size: number;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** The first piece of a file, empty for an empty one. */
export async function readHead(file: SourceFile): Promise<Uint8Array> {
  for await (const chunk of chunksOf(file.stream())) return chunk;
  return new Uint8Array();
}

/** Turns the failure of a file that was moved, changed or is a folder into a problem that names it. */
export async function readable<T>(file: SourceFile, reading: Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ProblemError) throw error;
    return fail('data.unreadable', { file: file.name, detail: error instanceof Error ? error.message : String(error) }, file.name);
  }
}

/** The pieces of a stream; it is cancelled when the caller stops early. (Safari's streams are not async iterables.) */
export async function* chunksOf(stream: ReadableStream<Uint8Array>, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
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

/** Passes a stream on unchanged and tells of its pieces and its end. */
export function watch(
  onBytes: (count: number) => void,
  onEnd?: () => void,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(chunk, controller) {
      onBytes(chunk.byteLength);
      controller.enqueue(chunk);
    },
    flush() {
      onEnd?.();
    },
  });
}
