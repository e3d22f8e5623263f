import { describe, expect, it, vi } from 'vitest';
import { drawChanges, type Augmentation } from '../../src/engine/pictures/augmentation';
import { buildGraph, type Graph } from '../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import type { VariantName } from '../../src/engine/kernels/types';
import { Random } from '../../src/engine/random';
import type { Hyperparameters } from '../../src/engine/runtime/batch';
import { DeviceDataset } from '../../src/engine/runtime/dataset';
import { deviceBytes } from '../../src/engine/pictures/pictures';
import { Trainer } from '../../src/engine/runtime/trainer';
import type { Metrics } from '../../src/engine/metrics/evaluation';
import { softmax } from '../../src/engine/metrics/softmax';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { randomWeights, shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring, variants } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { OracleTrainer } from '../support/oracle';
import { drawPictures, labelsOf, normalised, NORMALISATION } from '../support/pictures';

const INPUT = shape(3, 9, 8);
const BATCH = 6;
const STEPS = 10;
const PICTURES = 40;
const pictures = drawPictures(Random.from(1), INPUT, PICTURES);

/** The pictures of each step: some batches are not full. */
const batches = Array.from({ length: STEPS }, (_, step) => {
  const count = [BATCH, BATCH, 4, BATCH, 1][step % 5] ?? BATCH;
  return Uint32Array.from({ length: count }, (_, at) => (step * 7 + at * 3) % PICTURES);
});

/** The learning rate changes while training. */
const hyperparameters = (step: number): Hyperparameters => ({ learningRate: step < 5 ? 0.05 : 0.02, momentum: 0.9, weightDecay: 0.01 });

const everything: Augmentation = { flip: 'random', shift: 3, shiftPadding: 'reflect', cutout: 4, brightness: 0.2, contrast: 0.3, mixup: 1 };

const network = (...layers: LayerSpec[]): Graph => buildGraph(model(layers, INPUT));
const relu: LayerSpec = { type: 'relu' };
const flatten: LayerSpec = { type: 'flatten' };
const dense = (units: number): LayerSpec => ({ type: 'dense', units });

const convolutional = network(
  { type: 'conv2d', filters: 6, kernel: 3, padding: 1, bias: false },
  relu,
  { type: 'maxPool2d', size: 2, stride: 2 },
  { type: 'conv2d', filters: 5, kernel: 3, stride: 2, padding: 1 },
  relu,
  flatten,
  dense(10),
);
const perceptron = network({ type: 'avgPool2d', size: 3, stride: 2, padding: 1 }, relu, flatten, dense(9), relu, dense(10));
const unusual = network(
  { type: 'conv2d', filters: 6, kernel: 3, groups: 3, dilation: 2 },
  relu,
  { type: 'conv2d', filters: 6, kernel: 2, groups: 6, stride: 2 },
  relu,
  { type: 'locallyConnected2d', filters: 5, kernel: 3 },
  relu,
  flatten,
  dense(10),
);
/** Its logits are a picture made a vector: the device keeps them in another order, with gaps between. */
const withoutDense = network({ type: 'conv2d', filters: 5, kernel: 5, stride: 4, padding: 0 }, flatten);

const conv = (filters: number, kernel: number, stride: number): LayerSpec => ({ type: 'conv2d', filters, kernel, stride, padding: (kernel - 1) / 2 });
/** An identity, a projection, and one around a vector that was a picture. */
const blocks = network(
  conv(6, 3, 2),
  relu,
  { type: 'residual', layers: [relu, conv(6, 3, 1)] },
  relu,
  { type: 'residual', layers: [conv(5, 3, 2)], shortcut: [conv(5, 1, 2)] },
  relu,
  flatten,
  { type: 'residual', layers: [dense(5), relu, dense(30)] },
  relu,
  dense(10),
);

interface Start {
  readonly batch?: number;
  readonly seed?: number;
  readonly weights?: readonly NamedTensor[];
}

/** A trainer for the time that `use` takes. */
async function training<T>(graph: Graph, variant: VariantName, start: Start, use: (trainer: Trainer) => Promise<T>): Promise<T> {
  const traits = await traitsPreferring(variant);
  const options = { batch: BATCH, seed: 1, normalisation: NORMALISATION, traits, ...start };
  const trainer = await Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
  try {
    return await use(trainer);
  } finally {
    trainer.destroy();
  }
}

function step(trainer: Trainer, index: number): Promise<Metrics> {
  return trainer.step(pictures, batches[index] ?? new Uint32Array(), hyperparameters(index));
}

/** All steps, submitted without waiting, and the weights they end with. */
async function allSteps(trainer: Trainer) {
  const metrics = await Promise.all(batches.map((_, index) => step(trainer, index)));
  return { metrics, weights: await trainer.readWeights() };
}

function expectSameWeights(actual: readonly NamedTensor[], expected: readonly NamedTensor[]): void {
  for (const [at, { name, data }] of expected.entries()) {
    expect(actual[at]?.name).toBe(name);
    expectClose(actual[at]?.data ?? new Float32Array(), data, name);
  }
}

const value = (number: number) => Float32Array.of(number);

describe.each(variants)('training, %s kernels', (variant) => {
  it.each([
    ['convolutions and a largest value', convolutional],
    ['dense layers and a mean', perceptron],
    ['a convolution alone', withoutDense],
    ['residual blocks', blocks],
    ['groups, dilation and weights that are not shared', unusual],
  ])('goes as in TensorFlow.js through %s, one step and ten', async (_, graph) => {
    const weights = randomWeights(graph, Random.from(2));
    const oracle = new OracleTrainer(graph, weights);
    const given = (indices: Uint32Array) => [normalised(pictures, INPUT, indices), labelsOf(pictures, indices)] as const;
    await training(graph, variant, { weights }, async (trainer) => {
      for (const [index, indices] of batches.entries()) {
        const expected = oracle.step(...given(indices), hyperparameters(index));
        const metrics = await step(trainer, index);
        expectClose(value(metrics.loss), value(expected.loss), `the loss of step ${index + 1}`);
        expect(metrics).toMatchObject({ pictures: indices.length });
        expect(metrics.accuracy).toBeCloseTo(expected.accuracy, 6);
        if (index === 0) expectSameWeights(await trainer.readWeights(), oracle.readWeights());
      }
      expectSameWeights(await trainer.readWeights(), oracle.readWeights());

      // More pictures than two batches, and not a whole number of batches.
      const some = Uint32Array.from({ length: 2 * BATCH + 1 }, (_, at) => at);
      const [inputs, labels] = given(some);
      const { loss, accuracy } = oracle.evaluate(inputs, labels);
      const metrics = await trainer.evaluate(pictures, some);
      expect(metrics).toMatchObject({ pictures: some.length });
      expectClose(value(metrics.loss), value(loss), 'the loss of an evaluation');
      expect(metrics.accuracy).toBeCloseTo(accuracy, 6);
      expectClose(softmax(await trainer.logits(pictures, some), trainer.plan.classes), oracle.predict(inputs), 'the probabilities');
    });
  });

  it('repeats bit for bit from its seed, and no other', async () => {
    const [first, again, other] = [
      await training(convolutional, variant, { seed: 7 }, allSteps),
      await training(convolutional, variant, { seed: 7 }, allSteps),
      await training(convolutional, variant, { seed: 8 }, allSteps),
    ];
    expect(again).toEqual(first);
    expect(other.metrics).not.toEqual(first.metrics);
  });

  it('is not changed, not by a bit, by waiting, evaluating and predicting between steps', async () => {
    const expected = await training(convolutional, variant, {}, allSteps);
    const actual = await training(convolutional, variant, {}, async (trainer) => {
      const metrics: Metrics[] = [];
      for (const [index, indices] of batches.entries()) {
        const running = step(trainer, index);
        if (index % 2 === 0) await trainer.logits(pictures, indices);
        metrics.push(await running);
        if (index % 3 === 0) await trainer.evaluate(pictures, indices);
      }
      return { metrics, weights: await trainer.readWeights() };
    });
    expect(actual).toEqual(expected);
  });

  it('is not changed, not by a bit, by cutting a step into several submits', async () => {
    const expected = await training(convolutional, variant, {}, allSteps);
    const { queue } = await openDevice();
    const submit = vi.spyOn(queue, 'submit');
    const actual = await training(convolutional, variant, {}, async (trainer) => {
      trainer.paceBy(10_000);
      return allSteps(trainer);
    });
    // A submit for each kernel of the two convolutions and the dense layer: three each, but the first has no input gradient.
    expect(submit.mock.calls.length).toBeGreaterThanOrEqual(8 * STEPS);
    submit.mockRestore();
    expect(actual).toEqual(expected);
  });

  it('is not changed, not by a bit, by where the pictures lie', async () => {
    const device = await openDevice();
    const resident = await DeviceDataset.create(device, { ...pictures, count: PICTURES }, INPUT);
    // Forty pictures lie as 12, 12, 12 and 4.
    const chunked = await DeviceDataset.create(device, { ...pictures, count: PICTURES }, INPUT, {
      maxStorageBufferBindingSize: 12 * deviceBytes(INPUT),
      maxBufferSize: Infinity,
    });
    expect([resident?.chunks.length, chunked?.chunks.length]).toEqual([1, 4]);
    const runs = [];
    for (const source of [pictures, resident ?? pictures, chunked ?? pictures]) {
      const run = await training(convolutional, variant, {}, async (trainer) => {
        const changes = (index: number, indices: Uint32Array) => drawChanges({ seed: 3, epoch: 1, first: index * BATCH }, indices, INPUT, everything);
        const metrics = await Promise.all(batches.map((indices, index) => trainer.step(source, indices, hyperparameters(index), changes(index, indices))));
        const every = Uint32Array.from({ length: PICTURES }, (_, at) => at);
        return { metrics, weights: await trainer.readWeights(), evaluation: await trainer.evaluate(source, every), shown: await trainer.logits(source, every) };
      });
      runs.push(run);
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
    const plain = await training(convolutional, variant, {}, allSteps);
    expect(plain.metrics).not.toEqual(runs[0]?.metrics);
    resident?.destroy();
    chunked?.destroy();
  });

  it('tells a learning that came to nothing', async () => {
    const [first, ...rest] = await training(convolutional, variant, {}, async (trainer) => {
      const wild = { learningRate: 1e30, momentum: 0, weightDecay: 0 };
      return Promise.allSettled(batches.slice(0, 4).map((indices) => trainer.step(pictures, indices, wild)));
    });
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(rest).toMatchObject([2, 3, 4].map((step) => ({ status: 'rejected', reason: { problem: { code: 'training.notFinite', params: { step } } } })));
  });
});

describe('a trainer', () => {
  const weights = randomWeights(convolutional, Random.from(3));
  const indices = Uint32Array.of(3, 1, 4);

  it('gives back the weights it was given, and takes them again after training', async () => {
    await training(convolutional, 'direct', { weights }, async (trainer) => {
      expect(await trainer.readWeights()).toEqual(weights);
      const before = await trainer.evaluate(pictures, indices);
      const { weights: trained } = await allSteps(trainer);
      expect(trained).not.toEqual(weights);
      trainer.writeWeights(weights);
      expect(await trainer.readWeights()).toEqual(weights);
      expect(await trainer.evaluate(pictures, indices)).toEqual(before);
    });
  });

  it.each([
    ['lacks one', weights.slice(1), 'model.weightMissing', '0.weight'],
    ['has one too many', [...weights, { name: '9.bias', shape: [1], data: value(0) }], 'model.weightUnknown', '9.bias'],
    ['has one of another shape', weights.with(1, { name: '3.weight', shape: [5], data: new Float32Array(5) }), 'model.weightShape', '3.weight'],
  ])('refuses a set of weights that %s', async (_, bad, code, path) => {
    await training(convolutional, 'direct', { weights }, async (trainer) => {
      expect(() => trainer.writeWeights(bad)).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code, path }) }));
      expect(await trainer.readWeights()).toEqual(weights);
    });
  });

  it('asks the device for what its plan says; for pictures only where the device does not hold them, and for one batch', async () => {
    const device = await openDevice();
    const resident = await DeviceDataset.create(device, { ...pictures, count: PICTURES }, INPUT);
    const create = vi.spyOn(device, 'createBuffer');
    const asked = () => create.mock.calls.reduce((sum, [{ label, size }]) => sum + (label === 'readback' ? 0 : size), 0);
    await training(convolutional, 'direct', {}, async (trainer) => {
      const { totalBytes } = trainer.plan.memory;
      await trainer.step(resident ?? pictures, indices, hyperparameters(0));
      expect(asked()).toBe(totalBytes);
      for (let time = 0; time < 2; time++) await trainer.evaluate(pictures, indices);
      expect(asked()).toBe(totalBytes + BATCH * deviceBytes(INPUT));
    });
    create.mockRestore();
    resident?.destroy();
  });

  it('takes the loss of very large logits without overflow', async () => {
    const large = weights.map((tensor) => ({ ...tensor, data: tensor.data.map((weight) => 100 * weight) }));
    const oracle = new OracleTrainer(convolutional, large);
    await training(convolutional, 'direct', { weights: large }, async (trainer) => {
      const { loss } = await trainer.evaluate(pictures, indices);
      expect(loss).toBeGreaterThan(1e4);
      expectClose(value(loss), value(oracle.evaluate(normalised(pictures, INPUT, indices), labelsOf(pictures, indices)).loss), 'the loss');
    });
  });

  it('takes more pictures a step than the loss has invocations', async () => {
    const graph = network(flatten, dense(10));
    const start = randomWeights(graph, Random.from(4));
    const oracle = new OracleTrainer(graph, start);
    const many = Uint32Array.from({ length: 131 }, (_, at) => (at * 7) % PICTURES);
    await training(graph, 'direct', { batch: 150, weights: start }, async (trainer) => {
      const expected = oracle.step(normalised(pictures, INPUT, many), labelsOf(pictures, many), hyperparameters(0));
      const metrics = await trainer.step(pictures, many, hyperparameters(0));
      expectClose(value(metrics.loss), value(expected.loss), 'the loss');
      expect(metrics.accuracy).toBeCloseTo(expected.accuracy, 6);
      expectSameWeights(await trainer.readWeights(), oracle.readWeights());
    });
  });

  it.each([NaN, Infinity, -Infinity])('has no figures where a bias of the last layer is %d', async (bias) => {
    const broken = weights.map((tensor) => (tensor.name === '6.bias' ? { ...tensor, data: tensor.data.with(pictures.label(1), bias) } : tensor));
    await training(convolutional, 'direct', {}, async (trainer) => {
      trainer.executor.writeWeights(broken);
      await expect(trainer.evaluate(pictures, indices)).rejects.toMatchObject({
        problem: { code: 'training.notFinite', params: { step: 0, context: 'begin' } },
      });
      await expect(trainer.step(pictures, indices, hyperparameters(0))).rejects.toMatchObject({ problem: { code: 'training.notFinite', params: { step: 1 } } });
    });
    await expect(training(convolutional, 'direct', { weights: broken }, () => Promise.resolve())).rejects.toMatchObject({
      problem: { code: 'model.weightNotFinite', path: '6.bias' },
    });
  });

  it('looks at what the last update has made, and at weights that are kept', async () => {
    await training(convolutional, 'direct', {}, async (trainer) => {
      await trainer.step(pictures, indices, hyperparameters(0));
      await trainer.examine(pictures, indices);
      await trainer.step(pictures, indices, { learningRate: 1e38, momentum: 0, weightDecay: 0 });
      await expect(trainer.examine(pictures, indices)).rejects.toMatchObject({
        problem: { code: 'training.notFinite', params: { step: 2, context: 'after' } },
      });
    });
    // A loss may be a number although a weight is none: here ReLU makes 0 of what comes of it.
    const hidden = weights.map((tensor) => (tensor.name === '3.bias' ? { ...tensor, data: tensor.data.with(0, -Infinity) } : tensor));
    await training(convolutional, 'direct', {}, async (trainer) => {
      trainer.executor.writeWeights(hidden);
      expect((await trainer.evaluate(pictures, indices)).loss).toBeGreaterThan(0);
      const problem = { code: 'training.notFinite', params: { context: 'weights', name: '3.bias' } };
      await expect(trainer.examine(pictures, indices)).rejects.toMatchObject({ problem });
      await expect(trainer.readSoundWeights()).rejects.toMatchObject({ problem });
    });
  });
});
