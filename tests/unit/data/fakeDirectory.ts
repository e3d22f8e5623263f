import type { StoreDirectory } from '../../../src/data/store';

/** A directory in memory that notes what is done to it, and may die at the n-th write, having written half of it. */
export class FakeDirectory implements StoreDirectory {
  readonly held = new Map<string, Uint8Array>();
  readonly log: string[] = [];
  diesAt = Infinity;
  failure: Error | undefined;

  async read(name: string): Promise<Uint8Array | undefined> {
    return this.held.get(name)?.slice();
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.log.push(`write ${name}`);
    if (this.log.filter((line) => line.startsWith('write')).length === this.diesAt) {
      this.held.set(name, bytes.slice(0, bytes.byteLength / 2));
      // A closed tab does nothing more: the promise stays open. A full disk says so.
      if (this.failure) throw this.failure;
      return new Promise(() => undefined);
    }
    this.held.set(name, bytes.slice());
  }

  async names(): Promise<readonly string[]> {
    return [...this.held.keys()];
  }

  async remove(name: string): Promise<void> {
    if (this.held.delete(name)) this.log.push(`remove ${name}`);
  }
}
