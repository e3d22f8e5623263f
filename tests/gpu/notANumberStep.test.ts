import { describe, expect, it } from 'vitest';
import { rightOnes } from '../../src/engine/metrics/evaluation';
import { buildGraph, type Graph } from '../../src/engine/graph/graph';
import { model } from '../../src/engine/graph/spec';
import { optimiserDefaults, optimiserNames, type OptimiserName } from '../../src/engine/optim/optimisers';
import type { PlannedParameter } from '../../src/engine/plan/types';
import { stepStruct } from '../../src/engine/kernels/shared';
import { planTraining, type Plan, type TrainingPlan } from '../../src/engine/plan/plan';
import type { Precision } from '../../src/engine/precision';
import { Random } from '../../src/engine/random';
import { stepOf } from '../../src/engine/runtime/batch';
import { Executor } from '../../src/engine/runtime/executor';
import { Trainer } from '../../src/engine/runtime/trainer';
import { softmax } from '../../src/engine/metrics/softmax';
import { fromDevice, toDevice, type NamedTensor } from '../../src/engine/weights/layout';
import { randomWeights, shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { drawPictures, labelsOf, NORMALISATION } from '../support/pictures';

const INPUT = shape(3, 6, 6);
const BATCH = 4;
const CLASSES = 10;
const pictures = drawPictures(Random.from(1), INPUT, BATCH);
const indices = Uint32Array.from({ length: BATCH }, (_, at) => at);
/** What an evaluation or a step ends in whose loss is no number. */
const NOT_FINITE = { problem: { code: 'training.notFinite' } };
const SETTINGS = { ...optimiserDefaults('sgd'), learningRate: 0.01, weightDecay: 0 };

/** Every layer with parameters, ReLUs and a pool behind them, and at the end logits that fill no group. */
const deep = buildGraph(
  model(
    [
      { type: 'conv2d', filters: 6, kernel: 3, padding: 1 },
      { type: 'relu' },
      { type: 'maxPool2d', size: 2, stride: 2 },
      { type: 'conv2d', filters: 6, groups: 3, padding: 1 },
      { type: 'batchNorm' },
      { type: 'relu' },
      { type: 'maxPool2d', size: 2, stride: 1 },
      { type: 'locallyConnected2d', filters: 5, kernel: 1 },
      { type: 'relu' },
      { type: 'globalAvgPool' },
      { type: 'dense', units: CLASSES },
    ],
    INPUT,
  ),
);
const shallow = buildGraph(model([{ type: 'flatten' }, { type: 'dense', units: CLASSES }], INPUT));

async function training<T>(graph: Graph, weights: readonly NamedTensor[], use: (trainer: Trainer) => Promise<T>): Promise<T> {
  const options = { batch: BATCH, seed: 1, normalisation: NORMALISATION, traits: await traitsPreferring('sliding'), weights };
  const trainer = await Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
  try {
    return await use(trainer);
  } finally {
    trainer.destroy();
  }
}

const drawn = (graph: Graph) => randomWeights(graph, Random.from(2));
const put = (weights: readonly NamedTensor[], name: string, at: number, value: number) =>
  weights.map((tensor) => (tensor.name === name ? { ...tensor, data: tensor.data.with(at, value) } : tensor));

describe('a weight that is not a number', () => {
  it('makes a loss that is none, wherever it is', async () => {
    const weights = drawn(deep);
    await training(deep, weights, async (trainer) => {
      await expect(trainer.evaluate(pictures, indices)).resolves.toMatchObject({ pictures: BATCH });
      for (const { name, data } of weights) {
        for (const at of new Set([0, data.length >> 1, data.length - 1])) {
          trainer.executor.writeWeights(put(weights, name, at, NaN));
          await expect(trainer.evaluate(pictures, indices), `${name} at ${at}`).rejects.toMatchObject(NOT_FINITE);
        }
      }
    });
  });
});

describe('a logit that is not a number', () => {
  /** The logit of class k is `value` for every picture. */
  const broken = (k: number, value: number) => put(drawn(shallow), '1.bias', k, value);

  it.each([NaN, Infinity])('makes all probabilities and gradients of its picture none: %d', async (value) => {
    await training(shallow, drawn(shallow), async (trainer) => {
      for (const k of [0, 4, CLASSES - 1]) {
        trainer.executor.writeWeights(broken(k, value));
        expect(softmax(await trainer.logits(pictures, indices), CLASSES).every(Number.isNaN), `class ${k}`).toBe(true);
        await expect(trainer.step(pictures, indices, SETTINGS)).rejects.toMatchObject(NOT_FINITE);
        const after = await trainer.readWeights();
        expect(
          after.map(({ data }) => data.every(Number.isNaN)),
          `class ${k}`,
        ).toEqual([true, true]);
      }
    });
  });

  it.each([0, 1, 2] as const)('is the largest, as for torch.argmax, at level %d of test-time augmentation', async (level) => {
    await training(shallow, drawn(shallow), async (trainer) => {
      for (const k of [0, 4, CLASSES - 1]) {
        trainer.executor.writeWeights(put(broken(k, NaN), '1.bias', Math.max(k - 1, 0), 1e6));
        const labels = Uint8Array.from(labelsOf(pictures, indices));
        const right = rightOnes({ labels, logits: await trainer.logits(pictures, indices, { level }), classes: CLASSES });
        expect([...right], `class ${k}`).toEqual(Array.from(labels, (label) => Number(label === k)));
      }
    });
  });

  it('leaves a loss a number where −∞ is at another class', async () => {
    const others = Array.from({ length: CLASSES }, (_, k) => k).filter((k) => !labelsOf(pictures, indices).includes(k));
    expect(others.length).toBeGreaterThan(0);
    await training(shallow, drawn(shallow), async (trainer) => {
      trainer.executor.writeWeights(broken(others[0] ?? -1, -Infinity));
      await expect(trainer.evaluate(pictures, indices)).resolves.toMatchObject({ pictures: BATCH });
    });
  });
});

/** Matrices, biases and a norm, as an update sees them. */
const updated = buildGraph(model([{ type: 'flatten' }, { type: 'dense', units: 6 }, { type: 'batchNorm' }, { type: 'dense', units: CLASSES }], shape(3, 2, 2)));

interface Update {
  readonly optimiser: OptimiserName;
  readonly clips: boolean;
  readonly precision?: Precision;
}

const lengthOf = ({ spec }: PlannedParameter) => spec.shape.reduce((product, side) => product * side, 1);

/**
 * Which weights are no finite numbers after an update without the rest of a step, by tensor: in the weights themselves, in their
 * running mean, in Lookahead's slow ones, and in the copy in half precision, if there is one.
 * @param broken what the last gradient of a tensor is. All others are small numbers.
 */
async function brokenAfter({ optimiser, clips, precision = 'f32' }: Update, tensor: string, broken: number) {
  const traits = { ...(await traitsPreferring('direct')), precision };
  const { dispatches, ...rest } = planTraining(updated, BATCH, traits, { optimiser, gathers: clips, averages: true, looksAhead: true });
  const plan: TrainingPlan = { ...rest, dispatches: dispatches.filter(({ pass }) => pass === 'update') };
  const executor = await Executor.create(await openDevice(), plan, await sharedPipelines());
  try {
    executor.write(plan.ports.segments, plan.segments);
    executor.writeWeights(drawn(updated));
    const partials = new Float32Array((plan.storages[plan.ports.gradients]?.bytes ?? 0) / 4);
    for (const parameter of plan.parameters) {
      const small = Float32Array.from({ length: lengthOf(parameter) }, (_, at) => 0.01 * (at + 1));
      const gradients = parameter.name === tensor ? small.with(-1, broken) : small;
      partials.set(toDevice(parameter.layout, gradients, parameter.bytes / 4), parameter.gradientOffset / 4);
    }
    executor.write(plan.ports.gradients, partials);
    const settings = { ...optimiserDefaults(optimiser), learningRate: 0.1, weightDecay: 0.01, clipNorm: clips ? 1 : 0, ema: 0.9, slowShare: 0.5 };
    executor.write(plan.ports.step, stepStruct.packed([stepOf(BATCH, { settings, seed: 0 })]));
    executor.run(0, plan.dispatches.length);
    const { parameters, average, slow, halves } = plan.ports;
    const read = [parameters, average, slow, halves].filter((storage) => storage !== undefined);
    return await Promise.all(read.map(async (storage) => brokenIn(plan, await executor.readValues(storage))));
  } finally {
    executor.destroy();
  }
}

/** Of each tensor that has any: `all`, or how many. */
function brokenIn({ parameters }: Plan, values: Float32Array) {
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const { name, layout, offset, bytes } = parameter;
      const found = fromDevice(layout, values.subarray(offset / 4, (offset + bytes) / 4), lengthOf(parameter));
      const count = found.filter((value) => !Number.isFinite(value)).length;
      return count === 0 ? [] : [[name, count === found.length ? 'all' : count] as const];
    }),
  );
}

const MATRIX = '1.weight';
const EVERYWHERE = { '1.weight': 'all', '1.bias': 'all', '2.weight': 'all', '2.bias': 'all', '3.weight': 'all', '3.bias': 'all' };
/** Muon makes of a matrix one that is orthogonal: each value depends on all. */
const there = (optimiser: OptimiserName, tensor: string) => ({ [tensor]: optimiser === 'muon' && tensor === MATRIX ? 'all' : 1 });

describe.each([...optimiserNames.map((optimiser) => ({ optimiser, precision: 'f32' as const })), { optimiser: 'sgd' as const, precision: 'f16' as const }])(
  '$optimiser, $precision',
  (given) => {
    it.each([MATRIX, '1.bias', '2.weight'])('takes over what is not a number in the gradient of %s', async (tensor) => {
      const clipped = { ...given, clips: true };
      const unclipped = { ...given, clips: false };
      const alone = there(given.optimiser, tensor);
      const expectEverywhere = (found: readonly unknown[], wanted: unknown) => expect(found).toEqual(found.map(() => wanted));
      expectEverywhere(await brokenAfter(unclipped, tensor, NaN), alone);
      // The norm of all gradients is none, so none is left, as by clip_grad_norm_.
      expectEverywhere(await brokenAfter(clipped, tensor, NaN), EVERYWHERE);
      // Lion's step has the sign of what is infinite, and nothing else of it.
      expectEverywhere(await brokenAfter(unclipped, tensor, Infinity), given.optimiser === 'lion' ? {} : alone);
      // Divided by a norm that is infinite, numbers are 0 and infinity is none.
      expectEverywhere(await brokenAfter(clipped, tensor, Infinity), alone);
    });
  },
);
