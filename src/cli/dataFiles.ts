import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { cifarName, isHidden } from '../data/recognise';
import type { SourceFile } from '../data/source';
import { UsageError } from './errors';

/** Folders below the one that was named which are looked into: archives unpack to one, and downloads gather in another. */
const DEEPEST = 3;

/**
 * The file at a path, or all files of the folder there and of those below it; links are followed, hidden ones passed over.
 * @throws UsageError where there is neither
 */
export async function filesAt(path: string): Promise<readonly SourceFile[]> {
  const there = await stat(path).catch((error: unknown) => error as NodeJS.ErrnoException);
  if (there instanceof Error) {
    throw new UsageError(`--data: ${path} ${there.code === 'ENOENT' ? 'does not exist' : `cannot be read (${there.message})`}`);
  }
  if (there.isFile()) return [fileAt(path, basename(path), there.size)];
  if (!there.isDirectory()) throw new UsageError(`--data: ${path} is neither a file nor a folder`);
  try {
    return await filesIn(path, '', new Set(foldersAbove(await realpath(path))));
  } catch (error) {
    throw new UsageError(`--data: ${path} cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Links back up lead out of the folder, or round in a circle. */
function foldersAbove(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}

/** @param below the path of the folder under the one that was named @param seen those not to be looked into again */
async function filesIn(folder: string, below: string, seen: Set<string>): Promise<readonly SourceFile[]> {
  const own = await realpath(folder);
  if (seen.has(own)) return [];
  seen.add(own);
  const found: SourceFile[] = [];
  for (const name of (await readdir(folder)).filter((name) => !isHidden(name)).sort()) {
    const path = join(folder, name);
    const called = `${below}${name}`;
    const there = await stat(path).catch(() => undefined);
    // What cannot be looked at, or is a folder with the name of a file, may be needed all the same: reading it says what is wrong.
    const file = fileAt(path, called, there?.size ?? 1);
    if (there?.isDirectory()) {
      if (called.split('/').length > DEEPEST) continue;
      const inside = await filesIn(path, `${called}/`, seen).catch(() => [file]);
      for (const each of inside.length === 0 && cifarName(name) ? [file] : inside) found.push(each);
    } else if (!there || there.isFile()) {
      found.push(file);
    } else if (cifarName(name)) {
      found.push(noFileAt(called));
    }
  }
  return found;
}

/** A pipe or a device, which may give no end of bytes, or none for ever. */
function noFileAt(name: string): SourceFile {
  const stream = () => new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (controller) => controller.error(new Error('it is a pipe or a device')) });
  return { name, size: 0, stream };
}

function fileAt(path: string, name: string, size: number): SourceFile {
  return { name, size, stream: () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array<ArrayBuffer>> };
}
