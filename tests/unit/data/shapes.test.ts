import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateShapes } from '../../../src/data/shapes';
import { summarise } from '../../../src/data/summary';
import { CLASS_COUNT, type RecordSet } from '../../../src/data/types';
import type { Problem } from '../../../src/engine/problem';
import en from '../../../src/i18n/en/data.json';
import zh from '../../../src/i18n/zh/data.json';

const checksum = (records: RecordSet): string => createHash('sha256').update(Buffer.concat(records.chunks)).digest('hex');

describe('Shapes-10', () => {
  const dataset = generateShapes({ seed: 1, trainCount: 500, testCount: 100 });

  it('is the same bytes on every machine', () => {
    expect(checksum(dataset.train)).toBe('bf02b43d3d64591befe7c47e281b0a1d558409f1bf8a1584be0cf38f49d2bbb8');
    expect(checksum(dataset.test)).toBe('ffd36b2f9436db5036956ea63d044bbd78b040497dac3e197662247feff29e7c');
  });

  it('is another set for another seed', () => {
    expect(checksum(generateShapes({ seed: 2, trainCount: 500, testCount: 0 }).train)).not.toBe(checksum(dataset.train));
  });

  it('has each class equally often, in no regular order', () => {
    const { balance, samples, trainCount, testCount } = summarise(dataset, { kept: false });
    expect([trainCount, testCount]).toEqual([500, 100]);
    expect(balance).toEqual(new Array(CLASS_COUNT).fill(50));
    expect(samples.map(({ label }) => label)).toEqual(Array.from({ length: 100 }, (_, at) => Math.floor(at / 10)));
    const labels = Array.from({ length: 500 }, (_, index) => dataset.train.label(index));
    expect(labels).not.toEqual(labels.map((_, index) => index % CLASS_COUNT));
  });

  it('repeats no picture, and none of training in the test', () => {
    const seen = new Set<string>();
    for (const set of [dataset.train, dataset.test]) {
      for (let index = 0; index < set.count; index++) seen.add(Buffer.from(set.picture(index)).toString('latin1'));
    }
    expect(seen.size).toBe(600);
  });

  it('has class names in both languages', () => {
    for (const { classes } of [en, zh]) expect(Object.keys(classes)).toEqual(expect.arrayContaining([...dataset.classNames]));
  });
});

describe('the summary', () => {
  it('carries pictures of its own, not views of whole files', () => {
    const dataset = generateShapes({ seed: 1, trainCount: 30, testCount: 10 });
    const { samples } = summarise(dataset, { kept: false });
    expect(samples).toHaveLength(30);
    for (const { index, label, pixels } of samples) {
      expect(pixels.buffer.byteLength).toBe(3072);
      expect(pixels).toEqual(dataset.train.picture(index));
      expect(label).toBe(dataset.train.label(index));
    }
  });

  it('says what was held out and why nothing is kept', () => {
    const dataset = { ...generateShapes({ seed: 1, trainCount: 10, testCount: 10 }), heldOut: 10 };
    const problem: Problem = { code: 'data.storageRefused', params: { detail: 'private' } };
    expect(summarise(dataset, { kept: false, problem })).toMatchObject({ heldOut: 10, kept: false, notKept: problem });
  });
});
