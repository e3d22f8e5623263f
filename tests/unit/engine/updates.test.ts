import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { relativeError } from '../../../src/engine/check/relativeError';
import { orthogonalised, ReferenceOptimiser } from '../../support/updates';
import { optimiserDefaults, type OptimiserName } from '../../../src/engine/optim/optimisers';
import { Random } from '../../../src/engine/random';
import { randomFloats } from '../../support/numbers';

tf.enableProdMode();

const LENGTH = 12;
const LR = 0.01;

/** Where the rules of TensorFlow.js are PyTorch's; its epsilon lies under the root in two of them, and is too small to show. */
const peers: readonly (readonly [string, OptimiserName, object, () => tf.Optimizer])[] = [
  ['momentum', 'sgd', { momentum: 0.8 }, () => tf.train.momentum(LR, 0.8)],
  ['Nesterov momentum', 'sgd', { momentum: 0.8, nesterov: true }, () => tf.train.momentum(LR, 0.8, true)],
  ['Adam', 'adam', { beta1: 0.8, beta2: 0.99 }, () => tf.train.adam(LR, 0.8, 0.99, 1e-8)],
  ['RMSprop', 'rmsprop', { beta2: 0.9, momentum: 0.5, epsilon: 1e-12 }, () => tf.train.rmsprop(LR, 0.9, 0.5, 1e-12)],
  ['Adagrad', 'adagrad', {}, () => tf.train.adagrad(LR, 1e-12)],
];

describe('the updates in double precision', () => {
  it.each(peers)('go as in TensorFlow.js: %s', (_, name, settings, make) => {
    const random = Random.from(1);
    const start = randomFloats(random, LENGTH);
    const tensor = { shape: [LENGTH], weight: Float64Array.from(start) };
    const reference = new ReferenceOptimiser(name);
    const variable = tf.variable(tf.tensor1d(start));
    const optimizer = make();
    for (let step = 0; step < 10; step++) {
      const gradient = randomFloats(random, LENGTH).map((slope) => slope + 0.1 * Math.sign(slope));
      optimizer.applyGradients([{ name: variable.name, tensor: tf.tensor1d(gradient) }]);
      reference.update([tensor], [gradient], { ...optimiserDefaults(name), learningRate: LR, weightDecay: 0, ...settings });
    }
    expect(relativeError(variable.dataSync<'float32'>(), tensor.weight)).toBeLessThan(1e-4);
  });

  it('go as in PyTorch 2.13, in double precision: NAdam, which TensorFlow.js has not', () => {
    const tensor = { shape: [3], weight: Float64Array.of(1, -2, 0.5) };
    const reference = new ReferenceOptimiser('nadam');
    const settings = { ...optimiserDefaults('nadam'), learningRate: LR, weightDecay: 0.1 };
    for (let step = 1; step <= 10; step++) reference.update([tensor], [[0.1 * step, -0.2, 0.05 * (-1) ** step]], settings);
    // torch.optim.NAdam([w], lr=0.01, weight_decay=0.1) on the same gradients; it keeps the product of momenta in 32 bits.
    const expected = [0.897899349126133, -1.919477273214862, 0.447539395841372];
    for (const [at, value] of expected.entries()) expect(tensor.weight[at]).toBeCloseTo(value, 9);
  });

  it('decay weights through the gradient, or by themselves', () => {
    const moved = (name: OptimiserName) => {
      const tensor = { shape: [1], weight: Float64Array.of(2) };
      new ReferenceOptimiser(name).update([tensor], [[0]], { ...optimiserDefaults(name), learningRate: 0.1, weightDecay: 0.5 });
      return 2 - (tensor.weight[0] ?? NaN);
    };
    expect(moved('sgd')).toBeCloseTo(0.1 * 0.5 * 2, 12);
    // The mean of gradients divided by their size is 1, however small the decay.
    expect(moved('adam')).toBeCloseTo(0.1, 6);
    for (const name of ['adamw', 'lion'] as const) expect(moved(name)).toBeCloseTo(0.1 * 0.5 * 2, 12);
  });
});

describe('a matrix made orthogonal', () => {
  it.each([
    [4, 9],
    [9, 4],
    [5, 5],
  ])('keeps its directions and evens out their lengths, %d × %d', (rows, columns) => {
    const x = Array.from(randomFloats(Random.from(2), rows * columns));
    const o = orthogonalised(x, [rows, columns]).map((value) => value / Math.sqrt(Math.max(1, rows / columns)));
    const times = (a: ArrayLike<number>, b: ArrayLike<number>) => (i: number, j: number) =>
      Array.from({ length: columns }, (_, k) => (a[i * columns + k] ?? 0) * (b[j * columns + k] ?? 0)).reduce((sum, term) => sum + term, 0);
    // With x = U S Vᵀ and o = U S' Vᵀ, o xᵀ is symmetric.
    const across = times(o, x);
    for (let i = 0; i < rows; i++) for (let j = 0; j < i; j++) expect(across(i, j)).toBeCloseTo(across(j, i), 9);
    // The iteration leaves singular values between about 0.7 and 1.2.
    const squares = Array.from({ length: rows }, (_, i) => times(o, o)(i, i)).reduce((sum, term) => sum + term, 0);
    const rank = Math.min(rows, columns);
    expect(squares / rank).toBeGreaterThan(0.5);
    expect(squares / rank).toBeLessThan(1.4);
  });

  it('takes a kernel as a row for each filter', () => {
    const x = randomFloats(Random.from(3), 4 * 2 * 3 * 3);
    expect([...orthogonalised(x, [4, 2, 3, 3])]).toEqual([...orthogonalised(x, [4, 18])]);
  });
});
