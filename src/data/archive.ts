import { createTarDecoder } from 'modern-tar';
import { fail, ProblemError } from '../engine/problem';
import type { Collector } from './collector';
import { cifarRole, isGzip, plainName, refuseContents, refuseSibling } from './recognise';
import { readHead, watch, type SourceFile } from './source';
import { RECORD_BYTES } from './types';

/**
 * Streams `cifar-10-binary.tar.gz` (or the bare tar) into the collector: at no time is more of the archive in memory than a
 * few pieces in flight. Entries that are not CIFAR-10's are skipped.
 * @throws ProblemError for what is no such archive, is cut short or damaged; the signal's reason when it is aborted.
 */
export async function readArchive(file: SourceFile, collector: Collector, signal: AbortSignal | undefined): Promise<void> {
  if (file.size === 0) fail('data.empty', { file: file.name }, file.name);
  const zipped = !/\.tar$/i.test(file.name) && (await checkGzip(file));
  const arrived = { packed: 0, unpacked: 0, ended: false };
  const before = collector.files.size;
  const counted = file.stream().pipeThrough(
    watch((bytes) => {
      arrived.packed += bytes;
      collector.count(bytes, file.name);
    }),
    signal ? { signal } : {},
  );
  const tar = (zipped ? counted.pipeThrough(new DecompressionStream('gzip')) : counted).pipeThrough(
    watch(
      (bytes) => (arrived.unpacked += bytes),
      () => (arrived.ended = true),
    ),
  );
  const entries = tar.pipeThrough(createTarDecoder({ strict: true })).getReader();
  let entriesSeen = 0;
  try {
    for (;;) {
      const { done, value: entry } = await entries.read();
      if (done) break;
      entriesSeen++;
      const name = plainName(entry.header.name);
      if (entry.header.type === 'file' && cifarRole(name)) {
        await collector.take(name, entry.header.size, entry.body);
      } else {
        if (entry.header.type === 'file' && collector.files.size === before) refuseSibling(name);
        // Read to its end, not cancelled: modern-tar 0.8.6 loses the next entry when a short one is cancelled.
        await entry.body.pipeTo(new WritableStream());
      }
    }
  } catch (error) {
    await entries.cancel(error).catch(() => undefined);
    signal?.throwIfAborted();
    if (error instanceof ProblemError) throw error;
    // A gzip archive of something else unpacks, but not to a first tar header.
    if (entriesSeen === 0 && (arrived.ended || arrived.unpacked >= 512)) fail('data.notTar', { file: file.name }, file.name);
    // What fails before the last byte, or at a tar header that is wrong (modern-tar says "Invalid …"), was not cut short.
    const damaged = arrived.packed < file.size || (error instanceof Error && error.message.startsWith('Invalid'));
    fail(damaged ? 'data.archiveDamaged' : 'data.archiveCutShort', { file: file.name, ...whereIn(collector, file.name) }, file.name);
  }
  if (collector.files.size === before) fail('data.noBatches', { file: file.name }, file.name);
}

async function checkGzip(file: SourceFile): Promise<true> {
  const head = await readHead(file);
  if (isGzip(head)) return true;
  refuseContents(file.name, head);
  return fail('data.notGzip', { file: file.name }, file.name);
}

/** The entry in which unpacking stopped, and the record (from 1) there. */
function whereIn({ current }: Collector, archive: string): { entry: string; record: number } {
  if (!current) return { entry: archive, record: 1 };
  const records = Math.ceil(current.size / RECORD_BYTES);
  return { entry: current.name, record: Math.min(Math.floor(current.filled / RECORD_BYTES) + 1, records) };
}
