/** A browser may withhold its storage (frames, private windows), or have no room left in it: what `work` does is then not done. */
function attempt<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return work(window.localStorage);
  } catch {
    return undefined;
  }
}

/** The browser's storage for this page. What it does not keep lives as long as the page, and nothing fails for that. */
export const browserStorage = {
  /** Null where there is nothing, or none can be read. */
  getItem: (key: string): string | null => attempt((storage) => storage.getItem(key)) ?? null,
  /** @returns whether it is kept. */
  setItem: (key: string, text: string): boolean => attempt((storage) => (storage.setItem(key, text), true)) ?? false,
  /** @returns whether it is gone. */
  removeItem: (key: string): boolean => attempt((storage) => (storage.removeItem(key), true)) ?? false,
};
