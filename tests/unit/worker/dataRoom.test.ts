import { beforeEach, describe, expect, it } from 'vitest';
import { DataStore } from '../../../src/data/store';
import { DataRoom } from '../../../src/worker/dataRoom';
import type { FromWorker } from '../../../src/worker/messages';
import { records, sourceFile } from '../data/files';
import { FakeDirectory } from '../data/fakeDirectory';

let directory: FakeDirectory;
let heard: FromWorker[];

/** A visit: what the browser keeps outlives it. */
function visit(): DataRoom {
  heard = [];
  return new DataRoom(new DataStore((work) => work(directory)), (message) => heard.push(message));
}

const summaries = () => heard.flatMap((message) => (message.type === 'data' ? [message.summary] : []));
const problems = () => heard.flatMap((message) => (message.type === 'dataProblem' ? [message.problem.code] : []));

const train = sourceFile('data_batch_1.bin', records(20, 1));
const test = sourceFile('test_batch.bin', records(5, 2));

beforeEach(() => {
  directory = new FakeDirectory();
});

describe('the data of the session', () => {
  it('is Shapes-10 at the first visit', async () => {
    const room = visit();
    await room.open();
    expect(summaries()).toMatchObject([{ source: 'shapes10', trainCount: 10_000, testCount: 2000, kept: false }]);
    expect(room.dataset.source).toBe('shapes10');
  });

  it('is what was given, kept for the next visit, until it is removed', async () => {
    const first = visit();
    await first.open();
    await first.load([train, test]);
    expect(summaries().at(-1)).toMatchObject({ source: 'cifar10', trainCount: 20, testCount: 5, kept: true });
    expect(heard.at(-1)).toEqual({ type: 'loadProgress' });

    const second = visit();
    await second.open();
    expect(summaries()).toMatchObject([{ source: 'cifar10', trainCount: 20, testCount: 5, kept: true }]);
    second.useShapes();
    await second.useKept();
    expect(summaries().map(({ source }) => source)).toEqual(['cifar10', 'shapes10', 'cifar10']);
    await second.remove();
    expect(second.dataset.source).toBe('shapes10');

    const third = visit();
    await third.open();
    expect(summaries()).toMatchObject([{ source: 'shapes10' }]);
  });

  it('grows by further batches, and holds test pictures out where no test file was given', async () => {
    const room = visit();
    await room.load([train]);
    expect(summaries().at(-1)).toMatchObject({ trainCount: 18, testCount: 2, heldOut: 2 });
    await room.load([sourceFile('data_batch_2.bin', records(10, 3))]);
    await room.load([test]);
    expect(room.dataset.files).toEqual(['data_batch_1.bin', 'data_batch_2.bin', 'test_batch.bin']);
    expect(room.dataset.train.count).toBe(30);
  });

  it('stays as it was when a file is broken', async () => {
    const room = visit();
    await room.load([train, test]);
    const before = room.dataset;
    await room.load([sourceFile('data_batch_2.bin', records(3, 1).slice(0, 5000))]);
    expect(problems()).toEqual(['data.cutShort']);
    expect(room.dataset).toBe(before);
    expect(directory.held.get('data_batch_1.bin')).toEqual(records(20, 1));
  });

  it('stays as it was when a load is cancelled, without a complaint', async () => {
    const room = visit();
    await room.load([train, test]);
    const before = room.dataset;
    const loading = room.load([sourceFile('data_batch_2.bin', records(10, 3))]);
    room.cancel();
    await loading;
    expect(room.dataset).toBe(before);
    expect(problems()).toEqual([]);
    expect(directory.held.has('data_batch_2.bin')).toBe(false);
  });

  it('says so when the kept files are gone', async () => {
    const room = visit();
    await room.useKept();
    expect(problems()).toEqual(['data.nothingKept']);
  });
});
