import { expect, it } from 'vitest';
import { Snapshots } from '../../../src/worker/inside/snapshots';

const at = (step: number, values = 10) => ({ step, weights: new Map([['0.weight', new Float32Array(values)]]) });
const stepsOf = (snapshots: Snapshots) => snapshots.all.map(({ step }) => step);

it('snapshots are at most 64, the first and the last among them, in a row that grows with the steps', () => {
  const snapshots = new Snapshots();
  for (let step = 0; step <= 20_000; step += 10) snapshots.add(at(step));
  const steps = stepsOf(snapshots);
  expect(steps).toHaveLength(64);
  expect([steps[0], steps.at(-1)]).toEqual([0, 20_000]);
  expect(steps.slice(0, 4)).toEqual([0, 10, 20, 30]);
  // From 10 to 20,000 in 62 steps each would be a factor of 2000^(1/62), which is 1.13.
  const ratios = steps.slice(1).map((step, index) => (step + 1) / ((steps[index] ?? 0) + 1));
  expect(Math.max(...ratios.slice(10))).toBeLessThan(1.35);
});

it('snapshots of large weights are fewer, but the start and the present always', () => {
  const few = new Snapshots(4 * 40);
  for (let step = 0; step < 100; step++) few.add(at(step));
  expect(stepsOf(few)).toHaveLength(4);
  const two = new Snapshots(1);
  for (let step = 0; step < 10; step++) two.add(at(step));
  expect(stepsOf(two)).toEqual([0, 9]);
});

it('snapshots of later steps go when the weights went back', () => {
  const snapshots = new Snapshots();
  for (const step of [0, 5, 9, 12]) snapshots.add(at(step));
  snapshots.add(at(5));
  expect(stepsOf(snapshots)).toEqual([0, 5]);
});
