import { kernels } from '../kernels';
import type { AdapterIdentity } from '../runtime/device';
import type { Found } from './tune';

/** Where what was found is kept from one run to the next: a file, or storage of the browser. */
export interface TuningStore {
  /** Undefined where there is nothing yet, or nothing can be kept. */
  read(): Promise<string | undefined>;
  /** A failure to keep is no failure of the run. */
  write(text: string): Promise<void>;
}

/** [adapter and kernels][operator] → candidate. */
type Kept = Record<string, Record<string, string>>;

/** Operators kept for one adapter; the oldest go first. */
const MOST_OPERATORS = 500;

/** What the tuner found on an adapter, kept for the runs to come. */
export class TuningMemory {
  private readonly key: string;

  /** @param driver what compiles the shaders: a browser's name and version, or a driver's. */
  constructor(
    private readonly store: TuningStore,
    { vendor, architecture, description }: Pick<AdapterIdentity, 'vendor' | 'architecture' | 'description'>,
    driver: string,
  ) {
    this.key = [vendor, architecture, description, driver, fingerprint()].join(' | ');
  }

  async recall(): Promise<Found> {
    return new Map(Object.entries((await this.readAll())[this.key] ?? {}));
  }

  /** Adds to what is kept. */
  async keep(found: Found): Promise<void> {
    if (found.size === 0) return;
    const all = await this.readAll();
    const entries = [...Object.entries(all[this.key] ?? {}).filter(([operator]) => !found.has(operator)), ...found];
    await this.store.write(JSON.stringify({ ...all, [this.key]: Object.fromEntries(entries.slice(-MOST_OPERATORS)) }));
  }

  /** What cannot be read is as good as nothing: it is measured anew. */
  private async readAll(): Promise<Kept> {
    try {
      const parsed: unknown = JSON.parse((await this.store.read()) ?? '{}');
      return isKept(parsed) ? parsed : {};
    } catch {
      return {};
    }
  }
}

function isKept(value: unknown): value is Kept {
  const isRecord = (candidate: unknown): candidate is Record<string, unknown> =>
    typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate);
  return isRecord(value) && Object.values(value).every((found) => isRecord(found) && Object.values(found).every((name) => typeof name === 'string'));
}

/** Changes with every shader, so that what was measured on others is not believed (FNV-1a). */
function fingerprint(): string {
  let hash = 0x811c9dc5;
  for (const { variants } of kernels) {
    for (const { source } of variants) {
      for (let at = 0; at < source.length; at++) hash = Math.imul(hash ^ source.charCodeAt(at), 0x01000193);
    }
  }
  return (hash >>> 0).toString(16);
}
