import { expect, it } from 'vitest';
import { ahead, partsOf } from '../../../src/worker/ahead';

it('cuts pictures into batches, and makes one of none', () => {
  const cut = (count: number) =>
    [
      ...partsOf(
        Uint32Array.from({ length: count }, (_, index) => index),
        3,
      ),
    ].map((part) => [...part]);
  expect(cut(7)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  expect(cut(3)).toEqual([[0, 1, 2]]);
  expect(cut(0)).toEqual([[]]);
});

it('gives what is found in order, and asks for the next before it awaits one', async () => {
  const log: string[] = [];
  const ask = async (part: number) => {
    log.push(`ask ${part}`);
    await Promise.resolve();
    return part * part;
  };
  for await (const found of ahead([1, 2, 3], ask)) log.push(`found ${found}`);
  expect(log).toEqual(['ask 1', 'ask 2', 'found 1', 'ask 3', 'found 4', 'found 9']);
});

it('fails in the turn of what failed', async () => {
  const found: number[] = [];
  const all = async () => {
    for await (const each of ahead([1, 2, 3], (part) => (part === 2 ? Promise.reject(new Error('refused')) : Promise.resolve(part)))) found.push(each);
  };
  await expect(all()).rejects.toThrow('refused');
  expect(found).toEqual([1]);
});
