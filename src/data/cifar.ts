import { fail, ProblemError } from '../engine/problem';
import { Collector, type CifarFiles, type OnProgress } from './collector';
import { Holding, type Place } from './holding';
import { batchNumber, cifarName, cifarRole, isArchiveName, isHidden, NAMES_FILE, plainName, TEST_FILE } from './recognise';
import { parseClassNames } from './records';
import { listed, problemIn, Remarks } from './remarks';
import type { SourceFile } from './source';
import { RecordSet, RECORD_BYTES, type Dataset } from './types';
import { readGiven } from './unpack';

const OFFICIAL_NAMES: readonly string[] = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

export interface LoadOptions {
  /** The CIFAR-10 files loaded before. New files that are no set by themselves add to them or take their place by name. */
  readonly existing?: CifarFiles;
  /** The official names of the training files that are to be read, each of which must be there (all there are). */
  readonly training?: readonly string[];
  /** Whether to read test pictures (true). */
  readonly test?: boolean;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

export interface LoadedCifar {
  /** What the set is made of: to be kept, and to be given as `existing` to the next load. */
  readonly files: CifarFiles;
  readonly dataset: Dataset;
}

/**
 * Reads CIFAR-10 from what a person gives: archives, the files of its unpacked folder, some of them, or a folder with any of
 * these somewhere in it. What is left out, and what is taken for something, is in the set's remarks. Nothing that was loaded
 * before is touched, whatever happens.
 * @throws ProblemError (`data.*`) that names the file; the signal's reason when it is aborted.
 */
export async function loadCifar(given: readonly SourceFile[], options: LoadOptions = {}): Promise<LoadedCifar> {
  const { existing = new Map<string, Uint8Array>(), training, test = true, onProgress, signal } = options;
  const wants = (official: string): boolean => {
    const role = cifarRole(official);
    return role === 'names' || (role === 'test' ? test : (training?.includes(official) ?? true));
  };
  const remarks = new Remarks();
  const holding = new Holding(remarks, wants);
  const collector = new Collector(holding, remarks, wants, onProgress);
  const places = placesIn(given);
  collector.expect(sizeOf(places.filter(({ likely }) => likely)));
  for (const place of places) await readPlace(place, collector, signal);
  const taken = holding.files;
  if (taken.size === 0 && remarks.reason) throw new ProblemError(remarks.reason);
  const missing = training?.find((official) => !taken.has(official));
  if (missing !== undefined) fail('data.notThere', { file: missing });
  if (taken.size === 0) refuse(given, collector);
  holding.tellNames();
  const alone = standsAlone(taken);
  const files = alone ? taken : new Map([...existing, ...taken]);
  tellOfBefore([...existing.keys()], [...taken.keys()], alone, remarks);
  return { files, dataset: { ...assemble(files), remarks: remarks.all() } };
}

/**
 * Training files in numeric order, the test file (no test pictures without it) and the class names.
 * @throws ProblemError `data.noTraining`
 */
export function assemble(files: CifarFiles): Dataset {
  const train = [...files.keys()].filter((name) => cifarRole(name) === 'train').sort((a, b) => batchNumber(a) - batchNumber(b));
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

/** Reads what is needed of a place. One that is broken or holds another set is left out where those before it are enough. */
async function readPlace(place: PlaceGiven, collector: Collector, signal: AbortSignal | undefined): Promise<void> {
  const { holding, remarks } = collector;
  if (holding.whole) {
    for (const { name } of place.files) {
      if (place.likely) remarks.list('data.unopened', name);
      else remarks.leaveOut(name);
    }
    return place.likely ? collector.expect(-sizeOf([place])) : undefined;
  }
  if (!place.likely) collector.expect(sizeOf([place]));
  holding.enter(place);
  try {
    for (const file of place.files) await readGiven(file, collector, signal);
  } catch (error) {
    const problem = problemIn(error);
    if (!problem || problem.code === 'data.twice' || !holding.couldDoWithout) throw error;
    holding.leave();
    remarks.refuse(place.path, problem);
  }
}

/** Says what became of the files that were loaded before. */
function tellOfBefore(before: readonly string[], taken: readonly string[], alone: boolean, remarks: Remarks): void {
  const others = before.filter((name) => !taken.includes(name));
  if (others.length === 0) return;
  if (alone) remarks.tell({ code: 'data.insteadOf', params: { files: others.join(', ') } });
  else remarks.tell({ code: 'data.added', params: { files: taken.join(', '), before: others.join(', ') } });
}

/** A place and what was given of it. */
interface PlaceGiven extends Place {
  readonly files: readonly SourceFile[];
  /** Its names promise something. */
  readonly likely: boolean;
}

const LEVELS = 1000;

/**
 * Names decide where to look first and nothing else: folders that hold files with a name of CIFAR-10, those nearest to the top
 * first, then archives, then whatever else, which may be an archive with another name.
 */
function placesIn(given: readonly SourceFile[]): readonly PlaceGiven[] {
  const folders = new Map<string, SourceFile[]>();
  const others: PlaceGiven[] = [];
  for (const file of given.filter(({ name }) => !isHidden(plainName(name)))) {
    const name = plainName(file.name);
    const folder = file.name.slice(0, file.name.length - name.length);
    const likelihood = !isArchiveName(name) ? 3 : /cifar/i.test(name) ? 1 : 2;
    if (cifarName(name)) folders.set(folder, [...(folders.get(folder) ?? []), file]);
    else others.push({ path: file.name, level: likelihood * LEVELS + depth(folder), files: [file], likely: isArchiveName(name) });
  }
  const plain = [...folders].map(([path, files]) => ({ path, level: depth(path), files: files.toSorted(ownNamesFirst), likely: true }));
  return [...plain, ...others].sort((a, b) => a.level - b.level);
}

/** A file that is there goes before its copies, however many of these there are. */
function ownNamesFirst(a: SourceFile, b: SourceFile): number {
  const rank = ({ name }: SourceFile): number => (cifarName(plainName(name))?.exact ? 0 : 1);
  return rank(a) - rank(b);
}

function depth(folder: string): number {
  return folder.split(/[/\\]/).length;
}

const sizeOf = (places: readonly PlaceGiven[]): number => places.flatMap(({ files }) => files).reduce((sum, { size }) => sum + size, 0);

/** Nothing was taken, and no file says why. */
function refuse(given: readonly SourceFile[], { seen }: Collector): never {
  const names = given.map(({ name }) => name);
  const visible = names.filter((name) => !isHidden(plainName(name)));
  const [only, ...others] = visible.length > 0 ? visible : names;
  if (only === undefined) fail('data.noFiles');
  if (seen > 0) fail('data.noTraining', { file: visible.join(', ') });
  if (others.length === 0) fail('data.unknownFile', { file: plainName(only) }, plainName(only));
  throw new ProblemError(listed('data.noneOf', [only, ...others]));
}
