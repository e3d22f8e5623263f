import type { TarEntry } from './tar';

/** As many links as one path may go through. */
const MOST_HOPS = 40;

/** The names in one tar archive: what is a file there, and what its links lead to. */
export class TarLinks {
  private readonly files = new Set<string>();
  private readonly links = new Map<string, string>();

  add({ path, kind, target }: TarEntry): void {
    const own = clean(path);
    if (kind === 'file') {
      this.files.add(own);
      this.links.delete(own);
    } else if (kind === 'link' || kind === 'symlink') {
      this.files.delete(own);
      this.links.set(own, clean(kind === 'link' || target.startsWith('/') ? target : `${own}/../${target}`));
    }
  }

  /** The file in the archive that a path leads to in the end; undefined where that is outside, missing or a circle. */
  follow(path: string): string | undefined {
    let at = clean(path);
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      if (this.files.has(at)) return at;
      const folders = at.split('/');
      const through = folders.findIndex((_, index) => this.links.has(folders.slice(0, index + 1).join('/')));
      if (through < 0) return undefined;
      const link = folders.slice(0, through + 1).join('/');
      at = clean([this.links.get(link), ...folders.slice(through + 1)].join('/'));
    }
    return undefined;
  }
}

/** Without `.`, `..` and doubled or leading slashes. */
export function clean(path: string): string {
  const folders: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') folders.pop();
    else if (part !== '' && part !== '.') folders.push(part);
  }
  return folders.join('/');
}
