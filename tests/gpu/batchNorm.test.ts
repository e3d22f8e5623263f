import { describe, expect, it } from 'vitest';
import { Probe } from '../support/probe';
import { buildGraph, type Graph } from '../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import { volume, type Shape } from '../../src/engine/shape';
import { planProbe } from '../../src/engine/plan/plan';
import type { Precision } from '../../src/engine/precision';
import { Random } from '../../src/engine/random';
import type { Hyperparameters } from '../../src/engine/runtime/batch';
import { Trainer } from '../../src/engine/runtime/trainer';
import type { Metrics } from '../../src/engine/metrics/evaluation';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { decodeSafetensors, encodeSafetensors } from '../../src/engine/weights/safetensors';
import { drawCase, expectOracle, onDevice, randomWeights, shape } from '../support/cases';
import type { LayerCase } from '../support/layerCase';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { OracleTrainer } from '../support/oracle';
import { drawPictures, labelsOf, normalised, NORMALISATION } from '../support/pictures';
import { normalisation } from '../support/references';

const norm: LayerSpec = { type: 'batchNorm' };
const unscaled: LayerSpec = { type: 'batchNorm', scale: false };
const relu: LayerSpec = { type: 'relu' };
const flatten: LayerSpec = { type: 'flatten' };
/** Without a bias where `norm` follows: it would take the bias out again, and its gradient is zero but for rounding. */
const conv = (filters: number): LayerSpec => ({ type: 'conv2d', filters, kernel: 3, padding: 1, bias: false });
const dense = (units: number): LayerSpec => ({ type: 'dense', units, bias: false });

const floats = (values: ArrayLike<number>) => Float32Array.from(values);

/** What plain double-precision arithmetic makes of a case of one layer. */
function byArithmetic({ graph, batch, input, weights, outputGradient }: LayerCase) {
  const [node] = graph.nodes;
  if (!node) throw new Error('no layer');
  return normalisation(node, { batch, input, outputGradient, parameters: weights.map(({ data }) => data) });
}

const traits = () => traitsPreferring('direct');

describe('batchNorm', () => {
  it.each<[string, readonly LayerSpec[], Shape, number]>([
    ['one channel of one picture', [norm], shape(1, 3, 1), 1],
    ['channels that fill no group, sides that are odd and differ', [norm], shape(6, 7, 3), 3],
    ['257 channels', [norm], shape(257, 2, 3), 2],
    ['other options', [{ ...norm, momentum: 0.37, epsilon: 0.5 }], shape(2, 3, 4), 2],
    ['running statistics that are the last batch', [{ ...norm, momentum: 1 }], shape(2, 3, 4), 2],
    ['no scale', [unscaled], shape(6, 3, 5), 3],
    ['no scale, and a ReLU on either side', [relu, unscaled, relu], shape(5, 4, 3), 2],
    ['the smallest epsilon', [{ ...unscaled, epsilon: 1e-12 }], shape(3, 4, 4), 2],
    ['a vector', [norm], shape(9, 1, 1), 7],
    ['a vector of more pictures than a part has', [dense(5), norm, relu], shape(6, 1, 1), 40],
    ['a vector that was a picture', [flatten, norm, dense(7)], shape(5, 2, 3), 5],
    ['a picture of it, flattened twice', [conv(3), flatten, flatten, norm], shape(2, 3, 2), 6],
    ['a ReLU that follows', [conv(6), norm, relu, conv(5)], shape(3, 5, 4), 3],
    ['a ReLU on either side', [relu, norm, relu], shape(5, 4, 3), 2],
    ['pictures and vectors', [norm, relu, { type: 'maxPool2d' }, conv(6), norm, flatten, relu, norm], shape(7, 4, 6), 9],
  ])('%s', async (_, layers, input, batch) => {
    await expectOracle(drawCase(layers, input, batch), await traits());
  });

  it.each([1, 100, 100_000])('cuts its sums for an adapter that is kept busy by %i parts', async (parallelism) => {
    await expectOracle(drawCase([norm], shape(3, 41, 37), 5), { ...(await traits()), parallelism });
  });

  it('of random shapes', async () => {
    const random = Random.from(11);
    for (let time = 0; time < 6; time++) {
      const input = shape(1 + random.below(20), 1 + random.below(12), 1 + random.below(12));
      await expectOracle(drawCase([norm], input, 2 + random.below(6), time), await traits());
    }
  });

  it('folded into two dimensions', async () => {
    const drawn = drawCase([norm], shape(174, 4, 4), 8);
    const folding = { ...(await traits()), maxWorkgroupsPerDimension: 10 };
    for (const { kernel, workgroups } of planProbe(drawn.graph, 8, folding).dispatches) expect(workgroups[1], kernel).toBeGreaterThan(1);
    await expectOracle(drawn, folding);
  });

  it('keeps the digits of a variance beside a mean that is 10,000 times the deviation', async () => {
    const drawn = drawCase([norm], shape(3, 20, 20), 4);
    const far = { ...drawn, input: drawn.input.map((value) => 5773 + value) };
    const { output, inputGradient, states } = await onDevice(far, await traits());
    const expected = byArithmetic(far);
    // An fp32 mean of such values is itself off by a few parts in 100,000 of the deviation.
    expectClose(output, floats(expected.output), 'the output', 5e-4);
    expectClose(inputGradient, floats(expected.inputGradient), "the input's gradient", 5e-4);
    for (const [at, { name, data }] of states.entries()) expectClose(data, floats(expected.states?.[at] ?? []), name, 1e-5);
  });

  it('gives β for a channel that does not vary, and it no gradient', async () => {
    const drawn = drawCase([norm], shape(2, 3, 3), 2);
    const { output, inputGradient } = await onDevice(
      { ...drawn, input: drawn.input.map(() => 0.1), outputGradient: drawn.outputGradient.map(() => 1) },
      await traits(),
    );
    const [, bias] = drawn.weights;
    expect(output).toEqual(drawn.input.map((_, at) => bias?.data[Math.floor(at / 9) % 2] ?? NaN));
    expect(inputGradient.every((gradient) => Math.abs(gradient) < 1e-4)).toBe(true);
  });
});

it('agrees with the arithmetic of the check at start, whose gradients are slopes', async () => {
  const drawn = drawCase([norm], shape(2, 3, 2), 2);
  const { inputGradient, parameterGradients } = byArithmetic(drawn);
  await expectOracle(drawn, await traits());
  const score = (input: ArrayLike<number>, weights: readonly NamedTensor[] = drawn.weights) => {
    const { output } = byArithmetic({ ...drawn, input: input as Float32Array, weights });
    return output.reduce((sum, value, at) => sum + value * (drawn.outputGradient[at] ?? 0), 0);
  };
  const moved = (values: ArrayLike<number>, at: number, by: number) => Float64Array.from(values).with(at, (values[at] ?? 0) + by);
  const slope = (along: (by: number) => number) => (along(1e-4) - along(-1e-4)) / 2e-4;
  for (const [at, gradient] of inputGradient.entries()) expect(slope((by) => score(moved(drawn.input, at, by)))).toBeCloseTo(gradient, 6);
  for (const [tensor, gradients] of parameterGradients.entries()) {
    for (const [at, gradient] of gradients.entries()) {
      const weights = (by: number) =>
        drawn.weights.map((given, index) => (index === tensor ? { ...given, data: moved(given.data, at, by) as unknown as Float32Array } : given));
      expect(slope((by) => score(drawn.input, weights(by)))).toBeCloseTo(gradient, 6);
    }
  }
});

describe('outside training', () => {
  it.each([
    ['a picture', [norm], shape(5, 3, 4), 2],
    ['a vector that was a picture', [flatten, norm], shape(5, 2, 3), 3],
    ['a picture without a scale', [unscaled], shape(5, 3, 4), 2],
    ['a single value of each channel', [norm], shape(5, 1, 1), 2],
  ])('normalises %s by the running statistics, and leaves them as they are', async (_, layers, input, batch) => {
    const drawn = drawCase(layers, input, batch);
    const probe = await Probe.create(await openDevice(), drawn.graph, batch, await sharedPipelines(), await traits());
    const { output, states } = await probe.run(drawn.input, drawn.outputGradient, drawn.weights, 'evaluation');
    probe.destroy();
    const { channels, height, width } = drawn.graph.nodes.at(-1)?.input ?? input;
    const [bias, mean, variance, weight] = ['bias', 'running_mean', 'running_var', 'weight'].map(
      (name) => drawn.weights.find((tensor) => tensor.name.endsWith(`.${name}`))?.data,
    );
    const expected = drawn.input.map((value, at) => {
      const c = Math.floor(at / (height * width)) % channels;
      return ((value - (mean?.[c] ?? NaN)) / Math.sqrt((variance?.[c] ?? NaN) + 1e-5)) * (weight ? (weight[c] ?? NaN) : 1) + (bias?.[c] ?? NaN);
    });
    expectClose(output, expected, 'the output');
    expect(states.map(({ data }) => data)).toEqual([mean, variance]);
  });
});

const INPUT = shape(3, 8, 9);
const BATCH = 6;
const PICTURES = 40;
const pictures = drawPictures(Random.from(1), INPUT, PICTURES);
/** Some batches are not full, and one has a single picture. */
const batches = Array.from({ length: 10 }, (_, step) => {
  const count = [BATCH, BATCH, 4, BATCH, 1][step % 5] ?? BATCH;
  return Uint32Array.from({ length: count }, (_, at) => (step * 7 + at * 3) % PICTURES);
});
const settings: Hyperparameters = { learningRate: 0.02, momentum: 0.9, weightDecay: 0.01 };

const network = (...layers: LayerSpec[]): Graph => buildGraph(model(layers, INPUT));
/** As it is used: between a convolution and its ReLU. */
const convolutional = network(conv(6), norm, relu, { type: 'maxPool2d' }, conv(5), norm, relu, flatten, dense(10));
/** A bias before the layer, which pictures past the end of a batch would reach if they had a gradient. */
const behindRelu = network({ ...conv(5), bias: true }, relu, norm, flatten, dense(10));
const withoutScale = network(conv(6), unscaled, { type: 'gelu' }, conv(5), { ...unscaled, momentum: 0.4, epsilon: 1e-12 }, relu, flatten, dense(10));
const onVectors = network({ type: 'avgPool2d' }, norm, relu, flatten, norm, dense(9), norm, relu, dense(10));

interface Start {
  readonly weights?: readonly NamedTensor[];
  readonly precision?: Precision;
}

async function training<T>(graph: Graph, use: (trainer: Trainer) => Promise<T>, { weights, precision = 'f32' }: Start = {}): Promise<T> {
  const options = { batch: BATCH, seed: 1, normalisation: NORMALISATION, traits: { ...(await traits()), precision }, ...(weights ? { weights } : {}) };
  const trainer = await Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
  try {
    return await use(trainer);
  } finally {
    trainer.destroy();
  }
}

const given = (indices: Uint32Array) => [normalised(pictures, INPUT, indices), labelsOf(pictures, indices)] as const;

describe('training with batchNorm', () => {
  it.each([
    ['convolutions', convolutional],
    ['a bias and a ReLU before it', behindRelu],
    ['vectors', onVectors],
    ['shifts without scales', withoutScale],
  ])('goes as in TensorFlow.js through %s, ten steps and an evaluation', async (_, graph) => {
    const weights = randomWeights(graph, Random.from(2));
    const oracle = new OracleTrainer(graph, weights);
    await training(
      graph,
      async (trainer) => {
        for (const [index, indices] of batches.entries()) {
          const expected = oracle.step(...given(indices), settings);
          const { loss } = await trainer.step(pictures, indices, settings);
          expectClose(Float32Array.of(loss), Float32Array.of(expected.loss), `the loss of step ${index + 1}`);
        }
        const found = new Map((await trainer.readWeights()).map(({ name, data }) => [name, data]));
        for (const { name, data } of oracle.readWeights()) expectClose(found.get(name) ?? new Float32Array(), data, name);
        const some = Uint32Array.from({ length: 2 * BATCH + 1 }, (_, at) => at);
        const { loss } = await trainer.evaluate(pictures, some);
        expectClose(Float32Array.of(loss), Float32Array.of(oracle.evaluate(...given(some)).loss), 'the loss of an evaluation');
      },
      { weights },
    );
  });

  it('keeps running statistics of what it saw, one step after another', async () => {
    const graph = network({ ...norm, momentum: 0.3 }, flatten, dense(10));
    const positions = INPUT.height * INPUT.width;
    const [means, variances] = [new Float64Array(3), new Float64Array(3).fill(1)];
    for (const indices of batches) {
      const values = given(indices)[0];
      for (let channel = 0; channel < 3; channel++) {
        const own = [...values].filter((_, at) => Math.floor(at / positions) % 3 === channel);
        const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
        const unbiased = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1);
        means[channel] = 0.7 * (means[channel] ?? NaN) + 0.3 * mean;
        variances[channel] = 0.7 * (variances[channel] ?? NaN) + 0.3 * unbiased;
      }
    }
    const weights = await training(graph, async (trainer) => {
      for (const indices of batches) void trainer.step(pictures, indices, settings);
      return trainer.readWeights();
    });
    const found = (name: string) => weights.find((tensor) => tensor.name === name)?.data ?? new Float32Array();
    expectClose(found('0.running_mean'), floats(means), 'the running mean', 1e-5);
    expectClose(found('0.running_var'), floats(variances), 'the running variance', 1e-5);
  });

  it('repeats bit for bit, and is not changed by evaluations between steps', async () => {
    const run = (evaluates: boolean) =>
      training(convolutional, async (trainer) => {
        const metrics: Metrics[] = [];
        for (const indices of batches) {
          metrics.push(await trainer.step(pictures, indices, settings));
          if (evaluates) await trainer.evaluate(pictures, indices);
        }
        return { metrics, weights: await trainer.readWeights() };
      });
    const first = await run(false);
    expect(await run(false)).toEqual(first);
    expect(await run(true)).toEqual(first);
  });

  it('gives back what it was given, through a file of weights', async () => {
    const weights = randomWeights(onVectors, Random.from(3));
    const names = weights.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['4.weight', '4.bias', '4.running_mean', '4.running_var']));
    const decoded = decodeSafetensors(encodeSafetensors(weights)).tensors;
    const read = await training(onVectors, (trainer) => trainer.readWeights(), { weights: decoded });
    expect(Object.fromEntries(read.map(({ name, data }) => [name, data]))).toEqual(Object.fromEntries(weights.map(({ name, data }) => [name, data])));
    expect(read).toHaveLength(weights.length);
  });

  it('trains in half precision as in full, within what rounding makes', async () => {
    const weights = randomWeights(convolutional, Random.from(2));
    const oracle = new OracleTrainer(convolutional, weights);
    await training(
      convolutional,
      async (trainer) => {
        for (const [index, indices] of batches.entries()) {
          const expected = oracle.step(...given(indices), settings);
          const { loss } = await trainer.step(pictures, indices, settings);
          expect(Math.abs(loss - expected.loss), `loss of step ${index + 1}`).toBeLessThan(0.02);
        }
        const found = new Map((await trainer.readWeights()).map(({ name, data }) => [name, data]));
        for (const { name, data } of oracle.readWeights()) expectClose(found.get(name) ?? new Float32Array(), data, name, 0.02);
      },
      { weights, precision: 'f16' },
    );
  });
});

it('lets pictures past the end of a batch do no harm, however far they are from those in it', async () => {
  // White pictures have no variance: a black one would lie beyond what half precision can tell from infinity.
  const white = { label: () => 1, picture: () => new Uint8Array(volume(INPUT)).fill(255) };
  const graph = network({ ...norm, epsilon: 1e-6 }, flatten, dense(10));
  const steep = randomWeights(graph, Random.from(2)).map((tensor) => (tensor.name === '0.weight' ? { ...tensor, data: tensor.data.fill(100) } : tensor));
  await training(
    graph,
    async (trainer) => {
      for (let step = 0; step < 2; step++) expect(await trainer.step(white, Uint32Array.of(0, 1), settings)).toMatchObject({ pictures: 2 });
    },
    { weights: steep, precision: 'f16' },
  );
});

it('keeps padded channels at zero on the device', async () => {
  await training(onVectors, async (trainer) => {
    for (const indices of batches) void trainer.step(pictures, indices, settings);
    const { plan, executor } = trainer;
    const [parameters, states] = await Promise.all([executor.readValues(plan.ports.parameters), executor.readValues(plan.ports.state ?? -1)]);
    const count = (values: Float32Array) => values.reduce((sum, value) => sum + Number(value !== 0), 0);
    const elements = (planned: readonly { spec: { shape: readonly number[] } }[]) =>
      planned.reduce((sum, { spec }) => sum + spec.shape.reduce((product, side) => product * side, 1), 0);
    expect(count(parameters)).toBe(elements(plan.parameters));
    expect(count(states)).toBe(elements(plan.states));
  });
});
