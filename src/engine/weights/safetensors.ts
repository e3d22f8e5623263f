import { fail } from '../problem';
import type { NamedTensor } from './layout';
import { decodeUtf8, encodeUtf8 } from './utf8';

export interface WeightsFile {
  readonly tensors: readonly NamedTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes of the header's length, a little-endian 64-bit number. */
const LENGTH_BYTES = 8;
/** The limit of the reference implementation. */
const MAX_HEADER_BYTES = 100_000_000;
/** Names in a header, attributes included: those of a hundred thousand tensors. More, or deeper nesting, only takes seconds to parse. */
const MAX_KEYS = 400_000;
/** The header, a tensor's entry, its shape. */
const DEPTH = 3;
const METADATA = '__metadata__';
/** Bytes of a value of the types in which a count of batches is met: PyTorch's own, and what conversions of all tensors make of it. */
const COUNT_BYTES = { I64: 8, F64: 8, I32: 4, F32: 4, F16: 2, BF16: 2 } as const;

const elements = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/**
 * Writes tensors in the safetensors layout (https://github.com/huggingface/safetensors): the header's length, the header
 * as JSON padded with spaces to a multiple of 8, then the values one tensor after another, little-endian.
 */
export function encodeSafetensors(tensors: readonly NamedTensor[], metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header[METADATA] = metadata;
  let end = 0;
  for (const { name, shape, data } of tensors) {
    if (elements(shape) !== data.length) throw new RangeError(`${name}: [${shape.join(', ')}] is not ${data.length} values`);
    const begin = end;
    end += data.length * 4;
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  const json = encodeUtf8(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const start = LENGTH_BYTES + headerBytes;
  const bytes = new Uint8Array(start + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, LENGTH_BYTES, start).set(json, LENGTH_BYTES);
  let at = start;
  for (const { data } of tensors) {
    for (const value of data) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}

/**
 * Reads a safetensors file whose tensors are all 32-bit floats, but for PyTorch's counts of batches, which are passed over. The
 * values are copied.
 * @throws ProblemError `model.weights*` with the tensor's name, where one is at fault.
 */
export function decodeSafetensors(bytes: Uint8Array): WeightsFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, start } = readHeader(bytes, view);
  const values = bytes.byteLength - start;
  const found: Entry[] = [];
  for (const name in header) if (name !== METADATA) found.push(readEntry(name, header[name], values));
  refuseGaps(found, values);
  const tensors = found
    .filter(({ isCount }) => !isCount)
    .map(({ name, shape, begin }) => {
      const data = new Float32Array(elements(shape));
      for (let index = 0; index < data.length; index++) data[index] = view.getFloat32(start + begin + 4 * index, true);
      return { name, shape, data };
    });
  return { tensors, metadata: readMetadata(header[METADATA]) };
}

function readHeader(bytes: Uint8Array, view: DataView): { header: Record<string, unknown>; start: number } {
  if (bytes.byteLength < LENGTH_BYTES) fail('model.weightsNotSafetensors');
  const length = Number(view.getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES || bytes[LENGTH_BYTES] !== 0x7b) fail('model.weightsNotSafetensors');
  const start = LENGTH_BYTES + length;
  if (start > bytes.byteLength) fail('model.weightsCutShort', { have: bytes.byteLength, needed: start });
  const json = bytes.subarray(LENGTH_BYTES, start);
  let keys = 0;
  if (eachKey(json, () => keys++) > DEPTH) fail('model.weightsNotSafetensors');
  if (keys > MAX_KEYS) fail('model.weightsTooMany', { most: MAX_KEYS });
  let header: unknown;
  try {
    header = JSON.parse(decodeUtf8(json));
  } catch {
    fail('model.weightsNotSafetensors');
  }
  if (!isObject(header)) fail('model.weightsNotSafetensors');
  refuseRepeated(json, keys, header);
  return { header, start };
}

/**
 * A parsed object keeps the last of two entries of one key without a word: there are more keys in the text then than in the object.
 * @param written how many keys are in the text
 */
function refuseRepeated(json: Uint8Array, written: number, header: Record<string, unknown>): void {
  let kept = 0;
  for (const name in header) {
    const entry = header[name];
    kept += 1 + (isObject(entry) ? Object.keys(entry).length : 0);
  }
  if (written === kept) return;
  const names = new Set<string>();
  let [name, inside] = ['', new Set<string>()];
  eachKey(json, (from, to, isInside) => {
    const text = String(JSON.parse(decodeUtf8(json.subarray(from, to))));
    if ((isInside ? inside : names).has(text)) fail('model.weightsTwice', { name: isInside ? `${name}.${text}` : text }, isInside ? name : text);
    if (isInside) inside.add(text);
    else [name, inside] = [text, new Set()];
    names.add(name);
  });
}

/**
 * Visits the keys of an object that is JSON, and of the objects in it, where they are written, with their quotes. A string with a colon
 * behind it is a key. In what is no JSON it visits anything.
 * @returns how deep objects and lists lie in one another
 */
function eachKey(json: Uint8Array, visit: (from: number, to: number, isInside: boolean) => void): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, ++depth);
    if (byte === 0x7d || byte === 0x5d) depth--;
    if (byte !== 0x22) continue;
    const from = at;
    for (at++; json[at] !== 0x22 && at < json.length; at++) if (json[at] === 0x5c) at++;
    let behind = at + 1;
    while ((json[behind] ?? 0) <= 0x20 && behind < json.length) behind++;
    if (json[behind] === 0x3a && depth <= 2) visit(from, at + 1, depth === 2);
  }
  return deepest;
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
  /** How many batches PyTorch's batch normalisation has seen, for which nothing here asks. */
  readonly isCount: boolean;
}

function readEntry(name: string, entry: unknown, values: number): Entry {
  if (!isObject(entry)) fail('model.weightsBadEntry', { name }, name);
  const { dtype, shape, data_offsets: offsets } = entry;
  const isCount = name.endsWith('num_batches_tracked') && isCountType(dtype);
  if (dtype !== 'F32' && !isCount) fail('model.weightsType', { name, type: String(dtype) }, name);
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) fail('model.weightsBadEntry', { name }, name);
  const [begin = 0, end = 0] = offsets;
  if (end > values) fail('model.weightsCutShort', { have: values, needed: end }, name);
  if (end - begin !== (isCount ? COUNT_BYTES[dtype] : 4) * elements(shape)) fail('model.weightsBadEntry', { name }, name);
  return { name, shape, begin, end, isCount };
}

/** The values must be told once each: overlaps and holes are how a damaged or hostile file looks. */
function refuseGaps(entries: readonly Entry[], values: number): void {
  let at = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) fail('model.weightsBadEntry', { name }, name);
    at = end;
  }
  if (at !== values) fail('model.weightsTrailing', { bytes: values - at });
}

function readMetadata(metadata: unknown): Readonly<Record<string, string>> {
  if (metadata === undefined) return {};
  if (!isObject(metadata)) fail('model.weightsBadEntry', { name: METADATA }, METADATA);
  const entries = Object.entries(metadata).map(([key, value]): [string, string] => {
    if (typeof value !== 'string') fail('model.weightsBadEntry', { name: METADATA }, METADATA);
    return [key, value];
  });
  return Object.fromEntries(entries);
}

function isCountType(type: unknown): type is keyof typeof COUNT_BYTES {
  return typeof type === 'string' && Object.hasOwn(COUNT_BYTES, type);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}
