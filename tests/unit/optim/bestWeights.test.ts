import { expect, it } from 'vitest';
import { BestWeights } from '../../../src/engine/optim/bestWeights';

const weightsOf = (step: number) => [{ name: '0.weight', shape: [1], data: Float32Array.of(step) }];

/** Takes in accuracies, one every ten steps. */
async function through(patience: number, accuracies: readonly number[]) {
  const best = new BestWeights(patience);
  const stale: boolean[] = [];
  const read: number[] = [];
  for (const [index, accuracy] of accuracies.entries()) {
    const step = 10 * (index + 1);
    await best.take(step, accuracy, () => {
      read.push(step);
      return Promise.resolve(weightsOf(step));
    });
    stale.push(best.isStale);
  }
  return { best, stale, read };
}

it('keeps the weights of the best validation, the first of equals, and reads no others', async () => {
  const { best, read } = await through(0, [0.3, 0.2, 0.5, 0.5, 0.4]);
  expect(read).toEqual([10, 30]);
  expect(best.kept).toEqual({ step: 30, accuracy: 0.5, weights: weightsOf(30) });
});

it('keeps nothing before there is a validation', () => {
  expect(new BestWeights(1).kept).toBeUndefined();
  expect(new BestWeights(1).isStale).toBe(false);
});

it('has had enough after as many validations without a better one as its patience says', async () => {
  expect((await through(2, [0.3, 0.2, 0.4, 0.4, 0.1, 0.2])).stale).toEqual([false, false, false, false, true, true]);
  expect((await through(1, [0.3, 0.3])).stale).toEqual([false, true]);
});

it('never has enough where its patience is 0', async () => {
  expect((await through(0, [0.3, 0.2, 0.1])).stale).toEqual([false, false, false]);
});
