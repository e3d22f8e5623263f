import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../src/engine/problem';
import type { NamedTensor } from '../../../src/engine/weights/layout';
import { decodeSafetensors, encodeSafetensors } from '../../../src/engine/weights/safetensors';

const tensors: readonly NamedTensor[] = [
  { name: '0.weight', shape: [2, 1, 1, 2], data: Float32Array.of(1, -2.5, 3e-20, 4) },
  { name: '0.bias', shape: [2], data: Float32Array.of(0.1, -0) },
];

/** A file put together by hand. */
function file(header: string, values: number): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + values);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

function problemOf(bytes: Uint8Array): string {
  try {
    decodeSafetensors(bytes);
  } catch (error) {
    if (error instanceof ProblemError) return `${error.problem.path ?? ''} ${error.problem.code}`.trim();
    throw error;
  }
  return 'none';
}

const entry = (name: string, begin: number, end: number, shape: readonly number[], dtype = 'F32'): string =>
  `"${name}":{"dtype":"${dtype}","shape":[${shape.join()}],"data_offsets":[${begin},${end}]}`;

describe('safetensors', () => {
  it('writes the published layout: length, padded header, values', () => {
    const bytes = encodeSafetensors([{ name: 'b', shape: [1], data: Float32Array.of(1) }]);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + length)).trimEnd()).toBe('{"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
    expect([...bytes.subarray(8 + length)]).toEqual([0x00, 0x00, 0x80, 0x3f]);
  });

  it('reads back what it wrote, names in any script included', () => {
    const metadata = { 'kernelgarten.model': '{"名":"网络 ≤ 1"}' };
    expect(decodeSafetensors(encodeSafetensors(tensors, metadata))).toEqual({ tensors, metadata });
  });

  it('reads a file at any offset of a larger buffer', () => {
    const bytes = encodeSafetensors(tensors);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decodeSafetensors(larger.subarray(3)).tensors).toEqual(tensors);
  });

  it('takes tensors in any order of their values, and empty ones', () => {
    const bytes = file(`{${entry('b', 4, 8, [1])},${entry('a', 0, 4, [])},${entry('c', 8, 8, [0])}}`, 8);
    expect(decodeSafetensors(bytes).tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ['b', [1]],
      ['a', []],
      ['c', [0]],
    ]);
  });

  it('passes over the counts of batches that PyTorch keeps with batch normalisation, and no other whole numbers', () => {
    const count = (name: string) => file(`{${entry(name, 0, 8, [], 'I64')},${entry('1.weight', 8, 12, [1])}}`, 12);
    expect(decodeSafetensors(count('1.num_batches_tracked')).tensors.map(({ name }) => name)).toEqual(['1.weight']);
    expect(problemOf(count('1.other'))).toBe('1.other model.weightsType');
  });

  it.each([
    ['F32', 4],
    ['F64', 8],
    ['BF16', 2],
  ])('passes over a count of batches that was made %s with the rest', (type, bytes) => {
    const made = file(`{${entry('1.num_batches_tracked', 0, bytes, [], type)},${entry('1.weight', bytes, bytes + 4, [1])}}`, bytes + 4);
    expect(decodeSafetensors(made).tensors.map(({ name }) => name)).toEqual(['1.weight']);
  });

  it.each([
    ['two tensors of one name', `{${entry('a', 0, 4, [1])},${entry('a', 4, 8, [1])}}`, 8, 'a'],
    ['two tensors of one name at one place', `{${entry('a', 0, 4, [1])},${entry('a', 0, 4, [1])}}`, 4, 'a'],
    ['one name written in two ways', `{${entry('a', 0, 4, [1])}, ${entry(String.raw`\u0061`, 4, 8, [1])}}`, 8, 'a'],
    ['two names with quotes and brackets in them', `{${entry(String.raw`\"{`, 0, 4, [1])}\n,${entry(String.raw`\"{`, 4, 8, [1])}}`, 8, '"{'],
    ['two metadata', `{"__metadata__":{"a":"b"},${entry('a', 0, 4, [1])},"__metadata__" : {}}`, 4, '__metadata__'],
    ['two offsets', '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"data_offsets":[4,8]}}', 8, 'a'],
  ])('refuses %s', (_, header, values, name) => {
    expect(problemOf(file(header, values))).toBe(`${name} model.weightsTwice`);
  });

  it('is not misled by what looks like a name', () => {
    const metadata = { a: '","a":{', b: '{"a":1}', '\\': '}' };
    const header = `{"__metadata__":${JSON.stringify(metadata)},${entry('b', 0, 4, [1])}}`;
    expect(decodeSafetensors(file(header, 4))).toMatchObject({ tensors: [{ name: 'b' }], metadata });
  });

  it('reads a header of a hundred thousand tensors, and parses none of more', () => {
    const many = (count: number) => {
      const names = Array.from({ length: count }, (_, index) => entry(`层${index}.weight`, 4 * index, 4 * index + 4, [1]));
      return file(`{${names.join()}}`, 4 * names.length);
    };
    const { tensors: found } = decodeSafetensors(many(100_000));
    expect([found.length, found.at(-1)?.name]).toEqual([100_000, '层99999.weight']);
    expect(problemOf(many(100_001))).toBe('model.weightsTooMany');
  });

  it.each([
    ['an empty file', new Uint8Array(), 'model.weightsNotSafetensors'],
    ['a header that is no object', file('[1]', 0), 'model.weightsNotSafetensors'],
    ['what only takes long to parse', file(`{"a":${'['.repeat(1e6)}${']'.repeat(1e6)}}`, 0), 'model.weightsNotSafetensors'],
    ['a string that does not end', file('{"a', 0), 'model.weightsNotSafetensors'],
    ['a header that is not JSON', file('{"a"', 0), 'model.weightsNotSafetensors'],
    ['a header longer than the file', encodeSafetensors(tensors).subarray(0, 40), 'model.weightsCutShort'],
    ['values that are cut short', encodeSafetensors(tensors).subarray(0, -1), '0.bias model.weightsCutShort'],
    ['values that are left over', file(`{${entry('a', 0, 4, [1])}}`, 8), 'model.weightsTrailing'],
    ['half floats', file(`{${entry('a', 0, 2, [1], 'F16')}}`, 2), 'a model.weightsType'],
    ['offsets that are not the shape', file(`{${entry('a', 0, 8, [1])}}`, 8), 'a model.weightsBadEntry'],
    ['offsets that overlap', file(`{${entry('a', 0, 8, [2])},${entry('b', 4, 12, [2])}}`, 12), 'b model.weightsBadEntry'],
    ['offsets that leave a hole', file(`{${entry('a', 4, 8, [1])}}`, 8), 'a model.weightsBadEntry'],
    ['a negative offset', file(`{${entry('a', -4, 0, [1])}}`, 8), 'a model.weightsBadEntry'],
    ['an entry that is no object', file('{"a":3}', 0), 'a model.weightsBadEntry'],
    ['metadata that is not text', file('{"__metadata__":{"a":1}}', 0), '__metadata__ model.weightsBadEntry'],
    ['bytes that are not UTF-8', file('{"\u0000":1}', 0).fill(0xff, 10, 11), 'model.weightsNotSafetensors'],
  ])('refuses %s', (_, bytes, problem) => {
    expect(problemOf(bytes)).toBe(problem);
  });
});
