import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/engine/graph/graph';
import { model } from '../../src/engine/graph/spec';
import { optimiserDefaults } from '../../src/engine/optim/optimisers';
import type { UpdateOptions } from '../../src/engine/optim/update';
import type { Precision } from '../../src/engine/precision';
import { Random } from '../../src/engine/random';
import type { Hyperparameters } from '../../src/engine/runtime/batch';
import { Trainer } from '../../src/engine/runtime/trainer';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { randomWeights, shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { OracleTrainer } from '../support/oracle';
import { drawPictures, labelsOf, normalised, NORMALISATION } from '../support/pictures';

const INPUT = shape(3, 6, 5);
const BATCH = 6;
/** Without biases before norms, whose gradient is zero but for rounding. */
const graph = buildGraph(
  model(
    [
      { type: 'conv2d', filters: 6, kernel: 3, bias: false },
      { type: 'batchNorm' },
      { type: 'gelu' },
      { type: 'flatten' },
      { type: 'dense', units: 7, bias: false },
      { type: 'batchNorm', scale: false },
      { type: 'dense' },
    ],
    INPUT,
  ),
);
const weights = randomWeights(graph, Random.from(2));
const pictures = drawPictures(Random.from(1), INPUT, 20);
const batch = (step: number) => Uint32Array.from({ length: step % 2 === 0 ? BATCH : 4 }, (_, at) => (step * 7 + at * 3) % 20);
const given = (indices: Uint32Array) => [normalised(pictures, INPUT, indices), labelsOf(pictures, indices)] as const;

async function training<T>(update: UpdateOptions, use: (trainer: Trainer) => Promise<T>, precision: Precision = 'f32'): Promise<T> {
  const traits = { ...(await traitsPreferring('sliding')), precision };
  const options = { batch: BATCH, seed: 1, normalisation: NORMALISATION, traits, weights, update };
  const trainer = await Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
  try {
    return await use(trainer);
  } finally {
    trainer.destroy();
  }
}

describe('a rate of their own for shifts', () => {
  it.each([
    ['sgd', { nesterov: true, learningRate: 0.02 }],
    ['adamw', { learningRate: 0.003 }],
    ['muon', { learningRate: 0.02 }],
  ] as const)('is that of a parameter group in PyTorch, %s', async (optimiser, rates) => {
    const settings: Hyperparameters = { ...optimiserDefaults(optimiser), ...rates, weightDecay: 0.05, shiftRate: 8 };
    const oracle = new OracleTrainer(graph, weights, optimiser);
    const plain = new OracleTrainer(graph, weights, optimiser);
    await training({ optimiser }, async (trainer) => {
      for (let step = 0; step < 6; step++) {
        const { loss } = oracle.step(...given(batch(step)), settings);
        plain.step(...given(batch(step)), { ...settings, shiftRate: 1 });
        expectClose(Float32Array.of((await trainer.step(pictures, batch(step), settings)).loss), Float32Array.of(loss), 'the loss');
      }
      const found = new Map((await trainer.readWeights()).map(({ name, data }) => [name, data]));
      for (const { name, data } of oracle.readWeights()) expectClose(found.get(name) ?? new Float32Array(), data, name);
      const shift = (weights: readonly NamedTensor[]) => weights.find(({ name }) => name === '1.bias')?.data;
      expect(shift(plain.readWeights())).not.toEqual(shift(oracle.readWeights()));
    });
  });
});

describe('Lookahead', () => {
  const settings: Hyperparameters = { learningRate: 0.05, momentum: 0.9, weightDecay: 0.01 };

  it.each<Precision>(['f32', 'f16'])('moves slow weights and statistics to the fast ones, which go on from there, in %s', async (precision) => {
    const fast = await training(
      { optimiser: 'sgd' },
      async (trainer) => {
        for (const step of [0, 1]) await trainer.step(pictures, batch(step), settings);
        return trainer.readWeights();
      },
      precision,
    );
    const mixed = fast.map(({ name, shape: sides, data }) => {
      const before = weights.find((tensor) => tensor.name === name)?.data ?? new Float32Array();
      return { name, shape: sides, data: data.map((value, at) => 0.75 * (before[at] ?? NaN) + 0.25 * value) };
    });
    await training(
      { optimiser: 'sgd', looksAhead: true },
      async (trainer) => {
        await trainer.step(pictures, batch(0), settings);
        await trainer.step(pictures, batch(1), { ...settings, slowShare: 0.25 });
        const found = await trainer.readWeights();
        for (const [at, { name, data }] of mixed.entries()) expectClose(found[at]?.data ?? new Float32Array(), data, name, 1e-6);
        // The copy that kernels read in half precision goes with them.
        const { loss } = await trainer.evaluate(pictures, batch(2));
        const expected = new OracleTrainer(graph, mixed).evaluate(...given(batch(2)));
        expectClose(Float32Array.of(loss), Float32Array.of(expected.loss), 'the loss', precision === 'f32' ? 1e-4 : 1e-2);
        // With a share of 0 they go back to the slow ones, which stay.
        await trainer.step(pictures, batch(3), { ...settings, slowShare: 0 });
        expect(await trainer.readWeights()).toEqual(found);
      },
      precision,
    );
  });

  it('begins anew with weights that are put in place of those there were', async () => {
    await training({ optimiser: 'sgd', looksAhead: true }, async (trainer) => {
      await trainer.step(pictures, batch(0), { ...settings, slowShare: 0.5 });
      trainer.writeWeights(weights);
      await trainer.step(pictures, batch(1), { ...settings, slowShare: 0 });
      const found = new Map((await trainer.readWeights()).map(({ name, data }) => [name, data]));
      for (const { name, data } of weights) expect(found.get(name), name).toEqual(data);
    });
  });
});
