import type { UseDirectory } from '../data/store';
import type { TuningStore } from '../engine/tuning/memory';

const FILE = 'tuning.json';

/** Keeps the tuner's findings in a directory of the browser; where the browser keeps nothing, they are measured at every visit. */
export function directoryStore(use: UseDirectory): TuningStore {
  return {
    async read() {
      const bytes = await use((directory) => directory.read(FILE)).catch(() => undefined);
      return bytes && new TextDecoder().decode(bytes);
    },
    async write(text) {
      await use((directory) => directory.write(FILE, new TextEncoder().encode(text))).catch(() => undefined);
    },
  };
}
