import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TuningStore } from '../engine/tuning/memory';
import { writeWhole } from './files';

/** Where the tuner's findings are kept: the user's cache. */
export function tuningFile(environment: NodeJS.ProcessEnv = process.env): string {
  const cache = environment['XDG_CACHE_HOME'] ?? environment['LOCALAPPDATA'] ?? join(homedir(), '.cache');
  return join(cache, 'kernelgarten', 'tuning.json');
}

/** Keeps the tuner's findings in a file; a file that cannot be read or written is no obstacle. */
export function fileStore(path: string): TuningStore {
  return {
    read: () => readFile(path, 'utf8').catch(() => undefined),
    async write(text) {
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeWhole(path, text);
      } catch {
        // They will be measured again.
      }
    },
  };
}
