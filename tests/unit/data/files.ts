import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { Random } from '../../../src/engine/random';
import type { SourceFile } from '../../../src/data/source';
import { RECORD_BYTES } from '../../../src/data/types';
import { ProblemError, type Problem } from '../../../src/engine/problem';

/** Records in the official layout with random pictures; labels go 0 … 9 in turn. */
export function records(count: number, seed: number): Uint8Array<ArrayBuffer> {
  const random = Random.from(seed);
  return Uint8Array.from({ length: count * RECORD_BYTES }, (_, at) => (at % RECORD_BYTES === 0 ? (at / RECORD_BYTES) % 10 : random.below(256)));
}

export const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);

export function sourceFile(name: string, bytes: Uint8Array<ArrayBuffer>): SourceFile {
  const blob = new Blob([bytes]);
  return { name, size: blob.size, stream: () => blob.stream() };
}

export type Contents = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

export const folder = (contents: Contents): SourceFile[] => Object.entries(contents).map(([name, bytes]) => sourceFile(name, bytes));

/** A checksum of each file: vitest takes long over the bytes themselves. */
export function prints(files: Contents | ReadonlyMap<string, Uint8Array>): Record<string, string> {
  const entries = files instanceof Map ? [...(files as ReadonlyMap<string, Uint8Array>)] : Object.entries(files as Contents);
  return Object.fromEntries(entries.map(([name, bytes]) => [name, createHash('sha1').update(bytes).digest('hex')]));
}

export async function tar(contents: Contents, directory = 'cifar-10-batches-bin'): Promise<Uint8Array<ArrayBuffer>> {
  return packTar([
    { header: { name: `${directory}/`, type: 'directory', size: 0 } },
    ...Object.entries(contents).map(([name, body]) => ({ header: { name: `${directory}/${name}`, size: body.byteLength }, body })),
  ]);
}

export async function tarGz(contents: Contents, directory?: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(gzipSync(await tar(contents, directory)));
}

/** The problem that a promise fails with; anything else, success included, fails the test. */
export async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('It did not fail.');
}
