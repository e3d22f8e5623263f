import { fail, ProblemError, type Problem } from '../engine/problem';
import { checkContents, type CifarFiles } from './collector';
import type { Keeping } from './summary';

/** The little that the store needs of a directory; in the browser it is one of the origin's private file system. */
export interface StoreDirectory {
  /** Undefined where there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
  write(name: string, bytes: Uint8Array): Promise<void>;
  names(): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
}

/**
 * Runs work on the directory while no other tab has it.
 * Throws where the browser keeps nothing (private windows, storage switched off).
 */
export type UseDirectory = <T>(work: (directory: StoreDirectory) => Promise<T>) => Promise<T>;

interface Manifest {
  readonly version: 1;
  readonly files: readonly { readonly name: string; readonly size: number }[];
}

const MANIFEST = 'manifest.json';

/**
 * Keeps the files of CIFAR-10 from one visit to the next. The manifest is removed first and written last, so files
 * without a manifest are the rest of a write that was cut off, and are never read as data.
 */
export class DataStore {
  constructor(private readonly use: UseDirectory) {}

  /** Takes the place of what was kept before. A refusal is not fatal and comes back as a problem. */
  async save(files: CifarFiles): Promise<Keeping> {
    try {
      await this.use((directory) => writeAll(directory, files));
      return { kept: true };
    } catch (error) {
      return { kept: false, problem: refusal(error, files) };
    }
  }

  /** What was kept, checked as if it were new; undefined where nothing whole is there. */
  async restore(): Promise<CifarFiles | undefined> {
    try {
      return await this.use(readAll);
    } catch {
      // Storage that cannot be read is storage that holds nothing: the page starts as at a first visit.
      return undefined;
    }
  }

  /**
   * Forgets everything.
   * @throws ProblemError `data.notRemoved`, or what `use` says is wrong
   */
  async remove(): Promise<void> {
    try {
      await this.use(clear);
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      fail('data.notRemoved', { detail: messageOf(error) });
    }
  }
}

async function clear(directory: StoreDirectory): Promise<void> {
  await directory.remove(MANIFEST);
  for (const name of await directory.names()) await directory.remove(name);
}

async function writeAll(directory: StoreDirectory, files: CifarFiles): Promise<void> {
  await clear(directory);
  try {
    for (const [name, bytes] of files) await directory.write(name, bytes);
    await directory.write(MANIFEST, new TextEncoder().encode(JSON.stringify(manifestOf(files))));
  } catch (error) {
    await clear(directory);
    throw error;
  }
}

async function readAll(directory: StoreDirectory): Promise<CifarFiles | undefined> {
  const manifest = parseManifest(await directory.read(MANIFEST));
  if (!manifest) {
    await clear(directory);
    return undefined;
  }
  const files = new Map<string, Uint8Array>();
  for (const { name, size } of manifest.files) {
    const bytes = await directory.read(name);
    if (bytes?.byteLength !== size) return undefined;
    checkContents(name, bytes);
    files.set(name, bytes);
  }
  return files;
}

function manifestOf(files: CifarFiles): Manifest {
  return { version: 1, files: [...files].map(([name, bytes]) => ({ name, size: bytes.byteLength })) };
}

function parseManifest(bytes: Uint8Array | undefined): Manifest | undefined {
  if (!bytes) return undefined;
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Manifest>;
    return manifest.version === 1 && Array.isArray(manifest.files) ? (manifest as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

function refusal(error: unknown, files: CifarFiles): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof Error && error.name === 'QuotaExceededError') {
    const bytes = [...files.values()].reduce((sum, file) => sum + file.byteLength, 0);
    return { code: 'data.storageFull', params: { megabytes: Math.ceil(bytes / 1e6) } };
  }
  return { code: 'data.storageRefused', params: { detail: messageOf(error) } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
