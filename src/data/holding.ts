import { fail } from '../engine/problem';
import { cifarRole, WHOLE_SET, type CifarName } from './recognise';
import type { Remarks } from './remarks';

/** Where files are looked for together: a folder, or an archive that was given. */
export interface Place {
  readonly path: string;
  /** Of two places of one level, none goes before the other. */
  readonly level: number;
}

/** A file of CIFAR-10 somewhere in what was given. */
export interface Found extends CifarName {
  /** Its folders and archives and its own name, as a person would find it. */
  readonly path: string;
  readonly size: number | undefined;
  /** The reading of the tar archive that it is in. */
  readonly archive?: object;
}

interface Held {
  readonly found: Found;
  readonly place: Place;
  readonly bytes: Uint8Array;
}

/** The files that are taken, one under each official name, and which one that is where there are several. */
export class Holding {
  private held = new Map<string, Held>();
  private place: Place = { path: '', level: 0 };
  private before = new Map<string, Held>();

  /** @param wants the official names that are to be taken */
  constructor(
    private readonly remarks: Remarks,
    private readonly wants: (official: string) => boolean,
  ) {}

  get files(): ReadonlyMap<string, Uint8Array> {
    return new Map([...this.held].map(([official, { bytes }]) => [official, bytes]));
  }

  has(official: string): boolean {
    return this.held.has(official);
  }

  /** All pictures of CIFAR-10 that are wanted are here. */
  get whole(): boolean {
    return this.wholeWith([]);
  }

  /** They will be once these files, by their official names, have been taken too. */
  wholeWith(more: readonly string[]): boolean {
    return WHOLE_SET.every((official) => this.has(official) || more.includes(official) || !this.wants(official));
  }

  /** What comes now is of this place. */
  enter(place: Place): void {
    this.place = place;
    this.before = new Map(this.held);
  }

  /** Whether places before this one gave something to train on, so that this one is not needed. */
  get couldDoWithout(): boolean {
    return [...this.before.keys()].some((official) => cifarRole(official) === 'train');
  }

  /** Forgets what came of this place. */
  leave(): void {
    this.held = this.before;
  }

  /**
   * Takes a file that was read. Of two with one official name and different contents in one place, the one nearer to its
   * top counts, and one that has the name itself goes before a copy.
   * @throws ProblemError `data.twice` where nothing says which counts; `data.otherSet` for one that differs from that of a
   * place before
   */
  take(found: Found, bytes: Uint8Array): void {
    const { official, path } = found;
    const { place } = this;
    const there = this.held.get(official);
    if (there && !isLaterVersion(found, there.found)) {
      const before = there.found;
      const [better, worse] = distance(found) < distance(before) && place === there.place ? [found, before] : [before, found];
      if (equal(there.bytes, bytes)) {
        this.remarks.list('data.same', worse.path);
      } else if (place !== there.place && place.level !== there.place.level && this.couldDoWithout) {
        fail('data.otherSet', { file: place.path, official, taken: before.path }, place.path);
      } else if (place !== there.place || distance(found) === distance(before)) {
        fail('data.twice', { file: before.path, other: path, official }, path);
      } else {
        this.remarks.tell({ code: 'data.notBoth', params: { file: worse.path, taken: better.path, official } });
      }
      if (better === before) return;
    }
    this.held.set(official, { found, place, bytes });
  }

  /** Remarks on what was taken under another name than its own. */
  tellNames(): void {
    for (const { found } of this.held.values()) {
      if (!found.exact) this.remarks.tell({ code: 'data.takenAs', params: { file: found.path, official: found.official } });
    }
  }
}

/** As in GNU tar, the later of two versions in one archive counts. */
function isLaterVersion(found: Found, before: Found): boolean {
  return found.archive !== undefined && found.archive === before.archive && found.path === before.path;
}

/** How far from the top a file was found, and a copy a little farther than what it is a copy of. */
function distance({ path, exact }: Found): number {
  return 2 * path.split(/[/\\]/).length + (exact ? 0 : 1);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.byteLength === b.byteLength && a.every((byte, at) => byte === b[at]));
}
