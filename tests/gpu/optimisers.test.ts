import { describe, expect, it } from 'vitest';
import { buildGraph, type Graph } from '../../src/engine/graph/graph';
import { model } from '../../src/engine/graph/spec';
import { optimiserDefaults, optimiserNames, type OptimiserName } from '../../src/engine/optim/optimisers';
import type { UpdateOptions } from '../../src/engine/optim/update';
import type { Precision } from '../../src/engine/precision';
import { Random } from '../../src/engine/random';
import type { Hyperparameters } from '../../src/engine/runtime/batch';
import { Trainer } from '../../src/engine/runtime/trainer';
import type { Metrics } from '../../src/engine/metrics/evaluation';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { randomWeights, shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { OracleTrainer } from '../support/oracle';
import { drawPictures, labelsOf, normalised, NORMALISATION } from '../support/pictures';

const INPUT = shape(3, 6, 5);
const BATCH = 6;
const STEPS = 10;
const PICTURES = 40;
const pictures = drawPictures(Random.from(1), INPUT, PICTURES);
/** Wide matrices, with channels that fill no group, and at the end a tall one. */
const graph = buildGraph(
  model(
    [
      { type: 'conv2d', filters: 6, kernel: 3, padding: 1 },
      { type: 'relu' },
      { type: 'maxPool2d', size: 2, stride: 2, padding: 0 },
      { type: 'flatten' },
      { type: 'dense', units: 5 },
      { type: 'relu' },
      { type: 'dense', units: 10 },
    ],
    INPUT,
  ),
);
const weights = randomWeights(graph, Random.from(2));

/** The pictures of each step, `most` of them or fewer. */
const batchesOf = (most: number) =>
  Array.from({ length: STEPS }, (_, step) => {
    const count = [most, most, most - 2, most, 1][step % 5] ?? most;
    return Uint32Array.from({ length: count }, (__, at) => (step * 7 + at * 3) % PICTURES);
  });
const given = (indices: Uint32Array) => [normalised(pictures, INPUT, indices), labelsOf(pictures, indices)] as const;

/** A trainer for the time that `use` takes. */
async function training<T>(
  update: UpdateOptions,
  use: (trainer: Trainer) => Promise<T>,
  batch = BATCH,
  precision: Precision = 'f32',
  { network, initial }: { readonly network: Graph; readonly initial: readonly NamedTensor[] } = { network: graph, initial: weights },
): Promise<T> {
  const traits = { ...(await traitsPreferring('sliding')), precision };
  const options = { batch, seed: 1, normalisation: NORMALISATION, traits, weights: initial, update };
  const trainer = await Trainer.create(await openDevice(), network, await sharedPipelines(), options);
  try {
    return await use(trainer);
  } finally {
    trainer.destroy();
  }
}

/** All steps, submitted without waiting. */
const steps = (trainer: Trainer, settings: Hyperparameters, most = BATCH) =>
  Promise.all(batchesOf(most).map((indices) => trainer.step(pictures, indices, settings)));

const value = (number: number) => Float32Array.of(number);

function expectLosses(actual: readonly Metrics[], expected: readonly number[]): void {
  expectClose(
    Float32Array.from(actual, ({ loss }) => loss),
    Float32Array.from(expected),
    'the losses',
  );
}

function expectWeights(actual: readonly NamedTensor[], expected: readonly NamedTensor[], tolerance?: number): void {
  expect(actual.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  for (const [at, { name, data }] of expected.entries()) expectClose(actual[at]?.data ?? new Float32Array(), data, name, tolerance);
}

/** Fails unless ten steps go as by the reference. */
async function expectReference(update: UpdateOptions, settings: Hyperparameters, batch = BATCH, most = batch): Promise<void> {
  const oracle = new OracleTrainer(graph, weights, update.optimiser);
  const losses = batchesOf(most).map((indices) => oracle.step(...given(indices), settings).loss);
  await training(
    update,
    async (trainer) => {
      expectLosses(await steps(trainer, settings, most), losses);
      expectWeights(await trainer.readWeights(), oracle.readWeights());
    },
    batch,
  );
}

const RATES: Readonly<Record<OptimiserName, number>> = {
  sgd: 0.05,
  adam: 0.003,
  adamw: 0.003,
  nadam: 0.003,
  rmsprop: 0.001,
  adagrad: 0.02,
  lion: 0.001,
  muon: 0.02,
};
const settingsOf = (optimiser: OptimiserName) => ({ ...optimiserDefaults(optimiser), learningRate: RATES[optimiser], weightDecay: 0.05 });

describe.each(optimiserNames)('%s', (optimiser) => {
  it('goes as the rule in double precision says, through ten steps with weight decay and batches that are not full', async () => {
    await expectReference({ optimiser }, settingsOf(optimiser));
  });

  it('learns: the loss on one batch falls', async () => {
    const indices = Uint32Array.from({ length: BATCH }, (_, at) => at);
    await training({ optimiser }, async (trainer) => {
      const run = Array.from({ length: 20 }, () => trainer.step(pictures, indices, { ...settingsOf(optimiser), weightDecay: 0 }));
      const losses = (await Promise.all(run)).map(({ loss }) => loss);
      expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.9);
    });
  });

  it('repeats bit for bit', async () => {
    const update = { optimiser, gathers: true };
    const settings = { ...settingsOf(optimiser), clipNorm: 1 };
    const run = () => training(update, async (trainer) => [await steps(trainer, settings), await trainer.readWeights()]);
    expect(await run()).toEqual(await run());
  });

  it('trains in half precision close to full', async () => {
    const settings = settingsOf(optimiser);
    const full = await training({ optimiser }, (trainer) => steps(trainer, settings));
    const half = await training({ optimiser }, (trainer) => steps(trainer, settings), BATCH, 'f16');
    for (const [step, { loss }] of half.entries()) expect(Math.abs(loss - (full[step]?.loss ?? NaN)), `step ${step}`).toBeLessThan(0.03);
  });
});

describe('settings of an optimiser', () => {
  it.each([
    ['sgd with Nesterov momentum', 'sgd', { nesterov: true, momentum: 0.8 }],
    ['rmsprop with momentum', 'rmsprop', { momentum: 0.7, beta2: 0.9 }],
    ['nadam with other means', 'nadam', { beta1: 0.5, beta2: 0.9, epsilon: 1e-3 }],
    ['adam with other means', 'adam', { beta1: 0.5, beta2: 0.9, epsilon: 1e-3 }],
    ['muon without Nesterov momentum', 'muon', { nesterov: false, momentum: 0.5 }],
  ] as const)('%s', async (_, optimiser, settings) => {
    await expectReference({ optimiser }, { ...settingsOf(optimiser), ...settings });
  });

  it.each(['sgd', 'adamw', 'lion', 'muon'] as const)('%s spares biases', async (optimiser) => {
    const settings = { ...settingsOf(optimiser), weightDecay: 0.5 };
    await expectReference({ optimiser }, { ...settings, spareNorms: true });
    const ends = await Promise.all(
      [false, true].map((spareNorms) =>
        training({ optimiser }, async (trainer) => {
          await trainer.step(pictures, Uint32Array.of(0), { ...settings, spareNorms });
          return trainer.readWeights();
        }),
      ),
    );
    const differ = weights.map(({ name }, at) => [name, ends[0]?.[at]?.data.join() !== ends[1]?.[at]?.data.join()]);
    expect(differ).toEqual(weights.map(({ name, shape: sides }) => [name, sides.length === 1]));
  });
});

describe('clipping', () => {
  it.each(['sgd', 'adam', 'muon'] as const)('shortens all gradients together, %s', async (optimiser) => {
    await expectReference({ optimiser, gathers: true }, { ...settingsOf(optimiser), clipNorm: 0.5 });
  });

  it('leaves gradients alone that are short, or where it is 0', async () => {
    await expectReference({ optimiser: 'sgd', gathers: true }, { ...settingsOf('sgd'), clipNorm: 1e4 });
    await expectReference({ optimiser: 'sgd', gathers: true }, settingsOf('sgd'));
  });
});

describe('label smoothing', () => {
  it('is that of PyTorch, in the loss and its gradient', async () => {
    await expectReference({ optimiser: 'sgd' }, { ...settingsOf('sgd'), labelSmoothing: 0.2 });
  });

  it('has no part in an evaluation', async () => {
    const indices = Uint32Array.of(3, 1, 4);
    await training({ optimiser: 'sgd' }, async (trainer) => {
      const before = await trainer.evaluate(pictures, indices);
      const smoothed = await trainer.step(pictures, indices, { learningRate: 0, momentum: 0, weightDecay: 0, labelSmoothing: 0.3 });
      expect(smoothed.loss).not.toBeCloseTo(before.loss, 4);
      expect(await trainer.evaluate(pictures, indices)).toEqual(before);
    });
  });
});

describe('the mean of the weights', () => {
  const EMA = 0.8;
  const settings = { ...settingsOf('sgd'), ema: EMA };
  const some = Uint32Array.from({ length: 2 * BATCH + 1 }, (_, at) => at);
  const update: UpdateOptions = { optimiser: 'sgd', averages: true };

  const normalising = buildGraph(
    model(
      [{ type: 'conv2d', filters: 6, kernel: 3, padding: 1 }, { type: 'batchNorm' }, { type: 'relu' }, { type: 'flatten' }, { type: 'dense', units: 10 }],
      INPUT,
    ),
  );
  const networks = { plain: { network: graph, initial: weights }, normalising: { network: normalising, initial: randomWeights(normalising, Random.from(3)) } };

  it.each([
    ['plain', 'f32'],
    ['plain', 'f16'],
    ['normalising', 'f32'],
    ['normalising', 'f16'],
  ] as const)('is what an evaluation can go by: %s, %s', async (name, precision) => {
    const { network, initial } = networks[name];
    const oracle = new OracleTrainer(network, initial);
    let mean: readonly NamedTensor[] = [];
    for (const [step, indices] of batchesOf(BATCH).entries()) {
      oracle.step(...given(indices), settings);
      const now = oracle.readWeights();
      // PyTorch's get_ema_multi_avg_fn: the first is taken as it is.
      mean = now.map(({ data, ...rest }, at) => ({
        ...rest,
        data: step === 0 ? data : data.map((weight, place) => EMA * (mean[at]?.data[place] ?? 0) + (1 - EMA) * weight),
      }));
    }
    const expected = new OracleTrainer(network, mean).evaluate(...given(some)).loss;
    await training(
      update,
      async (trainer) => {
        await steps(trainer, settings);
        const [present, average] = [await trainer.evaluate(pictures, some), await trainer.evaluate(pictures, some, { weights: 'average' })];
        expectClose(value(average.loss), value(expected), 'the loss', precision === 'f32' ? 1e-4 : 1e-2);
        expect(Math.abs(present.loss - expected)).toBeGreaterThan(0.05);
        const read = await trainer.readWeights('average');
        for (const { name: tensor, data } of read)
          expectClose(data, mean.find((one) => one.name === tensor)?.data ?? new Float32Array(), tensor, precision === 'f32' ? 1e-4 : 2e-2);
      },
      BATCH,
      precision,
      networks[name],
    );
  });

  it('does not change training, not by a bit, and is that of the weights before there was an update', async () => {
    const plain = await training({ optimiser: 'sgd' }, async (trainer) => [await steps(trainer, settings), await trainer.readWeights()]);
    const averaged = await training(update, async (trainer) => {
      expect(await trainer.evaluate(pictures, some, { weights: 'average' })).toEqual(await trainer.evaluate(pictures, some));
      const metrics: Metrics[] = [];
      for (const indices of batchesOf(BATCH)) {
        const running = trainer.step(pictures, indices, settings);
        const evaluated = trainer.evaluate(pictures, some, { weights: 'average' });
        metrics.push(await running);
        await evaluated;
      }
      return [metrics, await trainer.readWeights()];
    });
    expect(averaged).toEqual(plain);
  });

  it('begins anew with weights that are written', async () => {
    await training(update, async (trainer) => {
      const before = await trainer.evaluate(pictures, some);
      await steps(trainer, settings);
      trainer.writeWeights(weights);
      expect(await trainer.evaluate(pictures, some, { weights: 'average' })).toEqual(before);
    });
  });
});

describe('batches that make a step together', () => {
  it.each(['sgd', 'adam'] as const)('give the update of one batch of all their pictures, %s', async (optimiser) => {
    await expectReference({ optimiser, gathers: true }, { ...settingsOf(optimiser), clipNorm: 1, labelSmoothing: 0.1 }, 3, 8);
  });

  it('tell the figures of all their pictures', async () => {
    const indices = Uint32Array.from({ length: 8 }, (_, at) => at);
    const whole = await training({ optimiser: 'sgd' }, (trainer) => trainer.step(pictures, indices, settingsOf('sgd')), 8);
    const parts = await training({ optimiser: 'sgd', gathers: true }, (trainer) => trainer.step(pictures, indices, settingsOf('sgd')), 3);
    expect(parts).toMatchObject({ pictures: 8, accuracy: whole.accuracy });
    expectClose(value(parts.loss), value(whole.loss), 'the loss');
  });

  it('need a plan that gathers gradients', async () => {
    await training({ optimiser: 'sgd' }, async (trainer) => {
      expect(() => trainer.step(pictures, Uint32Array.from({ length: BATCH + 1 }), settingsOf('sgd'))).toThrow(RangeError);
      return Promise.resolve();
    });
  });
});
