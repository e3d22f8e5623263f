import { fail } from '../engine/problem';
import type { StoreDirectory, UseDirectory } from './store';

/** Only in workers, so the page's DOM types do not have it. https://fs.spec.whatwg.org/#api-filesystemsyncaccesshandle */
interface SyncAccessHandle {
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

interface WorkerFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncAccessHandle>;
}

/** What a browser may not have, whatever the types say: older ones, private windows, and every one on a page that is not secure. */
type Offered = Partial<Pick<Navigator, 'locks'>> & { readonly storage?: Partial<StorageManager> };

/**
 * Lends a directory of the origin's private file system to one tab at a time; for use in a worker.
 * @throws DOMException where the browser refuses, as in some private windows
 * @throws ProblemError `data.storageMissing` where it has no such thing
 */
export const browserDirectory =
  (directory: string): UseDirectory =>
  async (work) => {
    const { locks, storage } = navigator as Offered;
    if (!locks || !storage?.getDirectory || !('createSyncAccessHandle' in FileSystemFileHandle.prototype)) fail('data.storageMissing');
    return locks.request(`kernelgarten-${directory}`, async () => work(await openDirectory(directory)));
  };

async function openDirectory(called: string): Promise<StoreDirectory> {
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle(called, { create: true });
  return {
    async read(name) {
      const handle = await orUndefined(directory.getFileHandle(name));
      return handle && new Uint8Array(await (await handle.getFile()).arrayBuffer());
    },
    async write(name, bytes) {
      const handle = (await directory.getFileHandle(name, { create: true })) as WorkerFileHandle;
      const file = await handle.createSyncAccessHandle();
      try {
        file.truncate(0);
        const written = file.write(bytes, { at: 0 });
        if (written < bytes.byteLength) throw new DOMException(`${written} of ${bytes.byteLength} bytes`, 'QuotaExceededError');
        file.flush();
      } finally {
        file.close();
      }
    },
    async names() {
      const names: string[] = [];
      for await (const name of directory.keys()) names.push(name);
      return names;
    },
    async remove(name) {
      await orUndefined(directory.removeEntry(name));
    },
  };
}

async function orUndefined<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}
