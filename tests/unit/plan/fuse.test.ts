import { expect, it } from 'vitest';
import { fuse } from '../../../src/engine/plan/fuse';
import type { Operator } from '../../../src/engine/plan/types';

const bind = (storage: number) => ({ storage, offset: 0, size: 64 });

/** An operator that reads some storages and makes the last. */
function operator(kernel: Operator['kernel'], storages: readonly number[], rest: Partial<Operator> = {}): Operator {
  return { kernel, path: kernel, pass: 'forward', sizes: {}, bindings: storages.map(bind), flops: 0, makes: storages.at(-1) ?? NaN, ...rest };
}

const conv = operator('conv2d', [0, 9, 9, 1], { epilogue: 'none' });
const relu = operator('relu', [1, 2]);
const pool = operator('avgPool', [2, 3]);

it('rectifies in the epilogue of the kernel that makes the values, which then lie where the ReLU would have written them', () => {
  expect(fuse([conv, relu, pool])).toEqual({
    operators: [{ ...conv, epilogue: 'relu', makes: 2, bindings: [0, 9, 9, 2].map(bind) }, pool],
    instead: new Map([[2, 1]]),
  });
});

it('leaves a ReLU by itself where somebody else reads what it reads', () => {
  const operators = [conv, relu, operator('add', [1, 2, 1, 3])];
  expect(fuse(operators).operators).toEqual(operators);
});

it('leaves a ReLU by itself behind a kernel that can do nothing in passing', () => {
  const operators = [operator('avgPool', [0, 1]), relu, pool];
  expect(fuse(operators).operators).toEqual(operators);
});

const grad = operator('conv2dInputGrad', [4, 9, 4, 5], { pass: 'backward', mask: { at: 2, by: 'nothing' } });
const masked = operator('reluGrad', [5, 2, 6], { pass: 'backward' });

it('masks a gradient by the output of the ReLU, in the kernel that makes the gradient', () => {
  expect(fuse([grad, masked]).operators).toEqual([{ ...grad, mask: { at: 2, by: 'relu' }, makes: 6, bindings: [4, 9, 2, 6].map(bind) }]);
});

it('masks by one ReLU alone: that of a second is left', () => {
  const second = operator('reluGrad', [6, 8, 7], { pass: 'backward' });
  expect(fuse([grad, masked, second]).operators).toEqual([{ ...grad, mask: { at: 2, by: 'relu' }, makes: 6, bindings: [4, 9, 2, 6].map(bind) }, second]);
});
