import { fail } from '../engine/problem';
import { readArchive } from './archive';
import { Collector, type CifarFiles, type OnProgress } from './collector';
import { batchNumber, cifarRole, isArchiveName, isGzip, plainName, refuseContents, refuseSibling } from './recognise';
import { parseClassNames } from './records';
import { readable, readHead, watch, type SourceFile } from './source';
import { RECORD_BYTES, RecordSet, type Dataset } from './types';

const NAMES_FILE = 'batches.meta.txt';
const TEST_FILE = 'test_batch.bin';
const OFFICIAL_NAMES: readonly string[] = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

export interface LoadOptions {
  /** The CIFAR-10 files loaded before. New files that are no set by themselves add to them or take their place by name. */
  readonly existing?: CifarFiles;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

export interface LoadedCifar {
  /** What the set is made of: to be kept, and to be given as `existing` to the next load. */
  readonly files: CifarFiles;
  readonly dataset: Dataset;
}

/**
 * Reads CIFAR-10 from what a person gives: the archive, the files of its unpacked folder, or some of them. Other files
 * beside them are left alone. Nothing that was loaded before is touched, whatever happens.
 * @throws ProblemError (`data.*`) that names the file; the signal's reason when it is aborted.
 */
export async function loadCifar(given: readonly SourceFile[], options: LoadOptions = {}): Promise<LoadedCifar> {
  const { existing, onProgress, signal } = options;
  const chosen = await choose(given);
  const total = chosen.reduce((sum, file) => sum + file.size, 0);
  const collector = new Collector(total, onProgress, signal);
  for (const file of chosen) await readable(file, read(file, collector, signal), signal);
  const files = standsAlone(collector.files) ? collector.files : new Map([...(existing ?? []), ...collector.files]);
  return { files, dataset: assemble(files) };
}

/**
 * Training files in numeric order, the test file (no test pictures without it) and the class names.
 * @throws ProblemError `data.noTraining`
 */
export function assemble(files: CifarFiles): Dataset {
  const train = [...files.keys()]
    .filter((name) => cifarRole(name) === 'train')
    .sort((a, b) => batchNumber(a) - batchNumber(b));
  if (train.length === 0) fail('data.noTraining', { file: [...files.keys()].join(', ') });
  const test = files.has(TEST_FILE) ? [TEST_FILE] : [];
  const names = files.get(NAMES_FILE);
  const records = (of: readonly string[]): RecordSet => new RecordSet(of.flatMap((name) => files.get(name) ?? []));
  return {
    source: 'cifar10',
    classNames: names ? parseClassNames(NAMES_FILE, names) : OFFICIAL_NAMES,
    train: records(train),
    test: records(test),
    files: [...train, ...test, ...(names ? [NAMES_FILE] : [])],
  };
}

/**
 * The set itself where it has test pictures; else its last tenth of training records, at least one, becomes the test
 * set and `heldOut` says how many. Nothing is copied.
 * @throws ProblemError `data.tooFew` for a single record
 */
export function withTestPictures(dataset: Dataset): Dataset {
  if (dataset.test.count > 0) return dataset;
  const { count } = dataset.train;
  if (count < 2) fail('data.tooFew');
  const heldOut = Math.max(1, Math.floor(count / 10));
  const [train, test] = split(dataset.train, count - heldOut);
  return { ...dataset, train, test, heldOut };
}

function split(records: RecordSet, at: number): [RecordSet, RecordSet] {
  const before: Uint8Array[] = [];
  const after: Uint8Array[] = [];
  let start = 0;
  for (const chunk of records.chunks) {
    const cut = Math.min(Math.max((at - start) * RECORD_BYTES, 0), chunk.byteLength);
    if (cut > 0) before.push(chunk.subarray(0, cut));
    if (cut < chunk.byteLength) after.push(chunk.subarray(cut));
    start += chunk.byteLength / RECORD_BYTES;
  }
  return [new RecordSet(before), new RecordSet(after)];
}

function standsAlone(files: CifarFiles): boolean {
  return files.has(TEST_FILE) && [...files.keys()].some((name) => cifarRole(name) === 'train');
}

async function read(file: SourceFile, collector: Collector, signal: AbortSignal | undefined): Promise<void> {
  const name = plainName(file.name);
  if (!cifarRole(name)) return readArchive(file, collector, signal);
  const counted = watch((bytes) => collector.count(bytes, name));
  await collector.take(name, file.size, file.stream().pipeThrough(counted));
}

/** The archives and the files of CIFAR-10 among what was given; where there are none, says what was given instead. */
async function choose(given: readonly SourceFile[]): Promise<readonly SourceFile[]> {
  const chosen = given.filter(({ name }) => cifarRole(plainName(name)) ?? isArchiveName(name));
  for (const { name } of chosen) refuseSibling(plainName(name));
  if (chosen.length > 0) return chosen;
  const first = given.find(({ name }) => !plainName(name).startsWith('.')) ?? given[0];
  if (!first) return fail('data.noFiles');
  const name = plainName(first.name);
  if (first.size === 0) fail('data.empty', { file: name }, name);
  for (const other of given) refuseSibling(plainName(other.name));
  const head = await readable(first, readHead(first));
  if (isGzip(head)) return [first];
  refuseContents(name, head);
  return fail('data.unknownFile', { file: name }, name);
}
