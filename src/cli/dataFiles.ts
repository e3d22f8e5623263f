import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { isHidden } from '../data/recognise';
import type { SourceFile } from '../data/source';
import { UsageError } from './errors';

/** Folders below the one that was named which are looked into: archives unpack to one, and downloads gather in another. */
const DEEPEST = 3;

/**
 * The file at a path, or all files of the folder there and of those below it; links are followed, hidden ones passed over.
 * @throws UsageError where there is neither
 */
export async function filesAt(path: string): Promise<readonly SourceFile[]> {
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (there instanceof Error) {
    throw new UsageError(`--data: ${path} ${there.code === 'ENOENT' ? 'does not exist' : `cannot be read (${there.message})`}`);
  }
  if (there.isFile()) return [fileAt(path, basename(path), there.size)];
  if (!there.isDirectory()) throw new UsageError(`--data: ${path} is neither a file nor a folder`);
  return filesIn(path, '', new Set());
}

async function filesIn(folder: string, below: string, seen: Set<string>): Promise<readonly SourceFile[]> {
  const own = await realpath(folder);
  if (seen.has(own)) return [];
  seen.add(own);
  const found: SourceFile[] = [];
  for (const name of (await namesIn(folder, below)).filter((name) => !isHidden(name)).sort()) {
    const path = join(folder, name);
    const called = `${below}${name}`;
    const there = await stat(path).catch(() => undefined);
    if (there?.isDirectory()) {
      if (called.split('/').length <= DEEPEST) found.push(...(await filesIn(path, `${called}/`, seen)));
    } else if (!there || there.isFile()) {
      // What cannot be looked at may be a file all the same; whoever needs it hears why it cannot be read.
      found.push(fileAt(path, called, there?.size ?? 1));
    }
  }
  return found;
}

async function namesIn(folder: string, below: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // The folder that was named must be readable, those below it need not.
    if (below !== '') return [];
    throw new UsageError(`--data: ${folder} cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

function fileAt(path: string, name: string, size: number): SourceFile {
  return { name, size, stream: () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array<ArrayBuffer>> };
}
