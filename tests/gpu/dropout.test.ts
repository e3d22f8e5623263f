import { describe, expect, it } from 'vitest';
import { Probe } from '../support/probe';
import { buildGraph, buildProbeGraph } from '../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import { volume } from '../../src/engine/shape';
import { planTraining } from '../../src/engine/plan/plan';
import type { AdapterTraits } from '../../src/engine/plan/traits';
import { Random } from '../../src/engine/random';
import type { Purpose } from '../../src/engine/runtime/batch';
import { Trainer, type TrainerOptions } from '../../src/engine/runtime/trainer';
import { softmax } from '../../src/engine/metrics/softmax';
import { drawCase, expectOracle, randomWeights, shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { expectClose, randomFloats } from '../support/numbers';
import { OracleTrainer } from '../support/oracle';
import { drawPictures, labelsOf, normalised, NORMALISATION } from '../support/pictures';

const INPUT = shape(6, 32, 31);
const BATCH = 5;
const COUNT = BATCH * volume(INPUT);

const drop = (rate: number): LayerSpec => ({ type: 'dropout', rate });
const stepWith = (seed: number): Purpose => ({ settings: { learningRate: 0, momentum: 0, weightDecay: 0 }, seed });
const traits = () => traitsPreferring('direct');

/** What layers make of values and gradients, all of them 1 unless given. */
async function through(layers: readonly LayerSpec[], purpose: Purpose, given: { input?: Float32Array; gradient?: Float32Array; traits?: AdapterTraits } = {}) {
  const ones = new Float32Array(COUNT).fill(1);
  const graph = buildProbeGraph(model(layers, INPUT));
  const probe = await Probe.create(await openDevice(), graph, BATCH, await sharedPipelines(), given.traits ?? (await traits()));
  try {
    return await probe.run(given.input ?? ones, given.gradient ?? ones, [], purpose);
  } finally {
    probe.destroy();
  }
}

/** Share of the places at which something holds. */
const share = (values: Float32Array, holds: (value: number, at: number) => boolean) => values.filter(holds).length / values.length;
/** Within five standard deviations of what is expected of `COUNT` draws. */
function expectShare(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(5 * Math.sqrt((expected * (1 - expected)) / COUNT));
}

describe('dropout', () => {
  it.each([0, 0.1, 0.5, 0.9, 0.999])('drops a share of %d and scales the rest, on both ways alike', async (rate) => {
    const { output, inputGradient } = await through([drop(rate)], stepWith(7));
    expectShare(
      share(output, (value) => value === 0),
      rate,
    );
    expect(new Set(output.filter((value) => value !== 0))).toEqual(new Set([Math.fround(1 / (1 - rate))]));
    expect(inputGradient).toEqual(output);
  });

  it('scales what it is given', async () => {
    const [input, gradient] = [randomFloats(Random.from(1), COUNT), randomFloats(Random.from(2), COUNT)];
    const kept = (await through([drop(0.3)], stepWith(7))).output.map((value) => Number(value !== 0));
    const { output, inputGradient } = await through([drop(0.3)], stepWith(7), { input, gradient });
    expectClose(
      output,
      input.map((value, at) => (value * (kept[at] ?? 0)) / 0.7),
      'the output',
    );
    expectClose(
      inputGradient,
      gradient.map((value, at) => (value * (kept[at] ?? 0)) / 0.7),
      'the gradient',
    );
  });

  it('passes everything on outside training', async () => {
    const [input, gradient] = [randomFloats(Random.from(1), COUNT), randomFloats(Random.from(2), COUNT)];
    const { output, inputGradient } = await through([drop(0.5)], 'evaluation', { input, gradient });
    expect(output).toEqual(input);
    expect(inputGradient).toEqual(gradient);
  });

  it('draws anew in every step, and the same for the same seed', async () => {
    const [first, again, other] = [
      (await through([drop(0.5)], stepWith(7))).output,
      (await through([drop(0.5)], stepWith(7))).output,
      (await through([drop(0.5)], stepWith(8))).output,
    ];
    expect(again).toEqual(first);
    expectShare(
      share(first, (value, at) => value === other[at]),
      0.5,
    );
  });

  it('draws anew in every layer', async () => {
    const { output } = await through([drop(0.5), drop(0.5)], stepWith(7));
    expectShare(
      share(output, (value) => value === 4),
      0.25,
    );
  });

  it('draws anew for every channel, row, column and picture', async () => {
    const { output } = await through([drop(0.5)], stepWith(7));
    const plane = INPUT.height * INPUT.width;
    for (const distance of [1, INPUT.width, plane, 4 * plane, volume(INPUT)]) {
      const pairs = output.subarray(0, COUNT - distance);
      expect(Math.abs(share(pairs, (value, at) => value === output[at + distance]) - 0.5)).toBeLessThan(0.02);
    }
  });

  it('drops the same when its workgroups are folded into two dimensions', async () => {
    const folded = { ...(await traits()), maxWorkgroupsPerDimension: 101 };
    expect(await through([drop(0.5)], stepWith(7), { traits: folded })).toEqual(await through([drop(0.5)], stepWith(7)));
  });

  it('does not hide what is not a number by dropping it', async () => {
    const input = new Float32Array(COUNT).fill(NaN);
    expect((await through([drop(0.9)], stepWith(7), { input })).output).toEqual(input);
  });

  it('leaves its neighbours alone', async () => {
    const layers: readonly LayerSpec[] = [{ type: 'relu' }, drop(0), { type: 'conv2d', filters: 6 }, drop(0), { type: 'flatten' }, drop(0), { type: 'relu' }];
    await expectOracle(drawCase(layers, shape(5, 4, 7), 3), await traits());
  });

  it('masks the gradient of a ReLU in passing', async () => {
    const [input, gradient] = [randomFloats(Random.from(1), COUNT), randomFloats(Random.from(2), COUNT)];
    const { output, inputGradient } = await through([{ type: 'relu' }, drop(0.5)], stepWith(7), { input, gradient });
    expectShare(
      share(output, (value) => value > 0),
      0.25,
    );
    expect(output).toEqual(input.map((value, at) => (output[at] === 0 ? 0 : value * 2)));
    expect(inputGradient.map((value) => value + 0)).toEqual(gradient.map((value, at) => (output[at] === 0 ? 0 : value * 2)));
    const graph = buildGraph(model([{ type: 'conv2d' }, { type: 'relu' }, drop(0.5), { type: 'flatten' }, { type: 'dense' }], INPUT));
    expect(planTraining(graph, BATCH, await traits()).dispatches.map(({ kernel }) => kernel)).not.toContain('reluGrad');
  });
});

describe('a run with dropout', () => {
  const input = shape(3, 8, 8);
  const graph = buildGraph(model([{ type: 'conv2d', filters: 6 }, { type: 'relu' }, drop(0.25), { type: 'flatten' }, drop(0.5), { type: 'dense' }], input));
  const weights = randomWeights(graph, Random.from(2));
  const pictures = drawPictures(Random.from(1), input, 10);
  const all = Uint32Array.from({ length: 10 }, (_, index) => index);
  const settings = { learningRate: 0.02, momentum: 0.9, weightDecay: 0 };

  async function training<T>(seed: number, use: (trainer: Trainer) => Promise<T>): Promise<T> {
    const options: TrainerOptions = { batch: 4, seed, normalisation: NORMALISATION, traits: await traits(), weights };
    const trainer = await Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
    try {
      return await use(trainer);
    } finally {
      trainer.destroy();
    }
  }

  async function losses(trainer: Trainer, between?: () => Promise<unknown>): Promise<number[]> {
    const found: number[] = [];
    for (let step = 0; step < 4; step++) {
      found.push((await trainer.step(pictures, all.subarray(step, step + 4 - (step % 2)), settings)).loss);
      await between?.();
    }
    return found;
  }

  it('is evaluated without it', async () => {
    const oracle = new OracleTrainer(graph, weights);
    const inputs = normalised(pictures, input, all);
    await training(1, async (trainer) => {
      const { loss } = await trainer.evaluate(pictures, all);
      expectClose(Float32Array.of(loss), Float32Array.of(oracle.evaluate(inputs, labelsOf(pictures, all)).loss), 'the loss');
      expectClose(softmax(await trainer.logits(pictures, all), trainer.plan.classes), oracle.predict(inputs), 'the probabilities');
      expect(Math.abs((await trainer.step(pictures, all.subarray(0, 4), settings)).loss - loss)).toBeGreaterThan(1e-3);
    });
  });

  it('repeats bit for bit from its seed, whatever is evaluated between, and no other', async () => {
    const first = await training(7, (trainer) => losses(trainer));
    expect(await training(7, (trainer) => losses(trainer, () => trainer.evaluate(pictures, all)))).toEqual(first);
    expect(await training(8, (trainer) => losses(trainer))).not.toEqual(first);
  });
});
