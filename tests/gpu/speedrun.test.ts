import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { expect, it } from 'vitest';
import { generateShapes } from '../../src/data/shapes';
import { drawChanges, type Change } from '../../src/engine/pictures/augmentation';
import { buildGraph } from '../../src/engine/graph/graph';
import { CIFAR_INPUT, model } from '../../src/engine/graph/spec';
import { airbench, speedrun, speedrunRecipe } from '../../src/engine/graph/presets/speedrun';
import { slowShareAt } from '../../src/engine/optim/lookahead';
import { rateAt } from '../../src/engine/optim/schedule';
import { updateOptions } from '../../src/engine/optim/update';
import { Trainer } from '../../src/engine/runtime/trainer';
import { initialWeights } from '../../src/engine/weights/initialise';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { labelsOf, NORMALISATION } from '../support/pictures';

tf.enableProdMode();

/** The recipe's network with fewer filters, which do not all fill groups of four, on fewer pictures: small enough for TensorFlow.js on a CPU. */
const WIDTHS = [6, 10, 8] as const;
const BATCH = 8;
const STEPS = 20;
const PICTURES = 40;
const graph = buildGraph(model(airbench(...WIDTHS)));
const { train } = generateShapes({ seed: 5, trainCount: PICTURES, testCount: 10 });
const weights = initialWeights(graph, 1, { pictures: train, normalisation: NORMALISATION });

/** The pictures and changes of a step, as a run would take them. */
function batchOf(step: number) {
  const perEpoch = PICTURES / BATCH;
  const [epoch, first] = [1 + Math.floor((step - 1) / perEpoch), ((step - 1) % perEpoch) * BATCH];
  const indices = Uint32Array.from({ length: BATCH }, (_, at) => first + at);
  return { indices, changes: drawChanges({ seed: 1, epoch, first }, indices, CIFAR_INPUT, speedrunRecipe) };
}

/** The numbers of airbench94 (Jordan, arXiv 2404.00498, table 1 and the program beside it), for losses that are added up over a batch. */
const PAPER = { learningRate: 11.5, momentum: 0.85, weightDecay: 0.0153, biasScaler: 64, labelSmoothing: 0.2, batchNormMomentum: 0.6, scaling: 1 / 9 };
const KILOSTEP = 1024 * (1 + 1 / (1 - PAPER.momentum));

/** A picture as the network sees it, [row][column][channel]: moved, with what lies beyond the border mirrored at it, turned, normalised. */
function seen(index: number, { flip = false, shift = { row: 0, column: 0, padding: 'reflect' } }: Change): number[] {
  const bytes = train.picture(index);
  const mirrored = (place: number) => 31 - Math.abs(31 - Math.abs(place));
  return Array.from({ length: 32 * 32 * 3 }, (_, at) => {
    const [row, column, channel] = [Math.floor(at / 96), Math.floor(at / 3) % 32, at % 3];
    const [y, x] = [mirrored(row + shift.row), mirrored((flip ? 31 - column : column) + shift.column)];
    const { mean, deviation } = NORMALISATION[channel as 0 | 1 | 2];
    return ((bytes[(channel * 32 + y) * 32 + x] ?? NaN) / 255 - mean) / deviation;
  });
}

/** airbench94 by TensorFlow.js and plain arithmetic, written from the paper and knowing nothing of our graph but the names of its tensors. */
class Airbench {
  private readonly values: Map<string, tf.Variable>;
  private readonly velocities = new Map<string, tf.Tensor>();
  private readonly slow: Map<string, tf.Tensor>;
  private steps = 0;

  constructor(tensors: readonly NamedTensor[]) {
    this.values = new Map(tensors.map(({ name, shape, data }) => [name, tf.variable(tf.tensor(data.slice(), [...shape]))]));
    this.slow = new Map([...this.values].map(([name, value]) => [name, value.clone()]));
  }

  private of(name: string): tf.Variable {
    const found = this.values.get(name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  }

  private conv(x: tf.Tensor4D, layer: number, padding: 'same' | 'valid'): tf.Tensor4D {
    return tf.conv2d(x, tf.transpose(this.of(`${layer}.weight`) as tf.Tensor4D, [2, 3, 1, 0]), 1, padding);
  }

  private norm(x: tf.Tensor4D, layer: number, keep: Map<string, tf.Tensor>): tf.Tensor4D {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const [batch, rows, columns] = x.shape;
    const count = batch * rows * columns;
    const moved = (name: string, now: tf.Tensor) => {
      const past = PAPER.batchNormMomentum;
      keep.set(`${layer}.${name}`, tf.keep(tf.add(tf.mul(this.of(`${layer}.${name}`), past), tf.mul(now, 1 - past))));
    };
    moved('running_mean', mean);
    moved('running_var', tf.mul(variance, count / (count - 1)));
    return tf.add(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-12))), this.of(`${layer}.bias`));
  }

  private logits(pictures: tf.Tensor4D, keep: Map<string, tf.Tensor>): tf.Tensor2D {
    const gelu = (x: tf.Tensor4D) => tf.mul<tf.Tensor4D>(x, tf.mul(0.5, tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))));
    let x = gelu(tf.add(this.conv(pictures, 0, 'valid'), this.of('0.bias')));
    for (let block = 0; block < WIDTHS.length; block++) {
      const first = 2 + 7 * block;
      x = gelu(this.norm(tf.maxPool(this.conv(x, first, 'same'), 2, 2, 'valid'), first + 2, keep));
      x = gelu(this.norm(this.conv(x, first + 4, 'same'), first + 5, keep));
    }
    const flat = tf.reshape(tf.maxPool(x, 3, 3, 'valid'), [BATCH, -1]);
    return tf.mul(tf.matMul(flat as tf.Tensor2D, this.of('25.weight') as tf.Tensor2D, false, true), PAPER.scaling);
  }

  /** Sum over the pictures. */
  private loss(logits: tf.Tensor2D, labels: readonly number[]): tf.Scalar {
    const target = tf.add(tf.mul(tf.oneHot(tf.tensor1d([...labels], 'int32'), 10), 1 - PAPER.labelSmoothing), PAPER.labelSmoothing / 10);
    return tf.neg<tf.Scalar>(tf.sum(tf.mul(target, tf.logSoftmax(logits))));
  }

  /** One step of so many. @returns the mean loss before it. */
  step(pictures: tf.Tensor4D, labels: readonly number[], steps: number): number {
    const trained = [...this.values.keys()].filter((name) => name !== '0.weight' && !name.includes('running'));
    const kept = new Map<string, tf.Tensor>();
    const { value, grads } = tf.variableGrads(
      () => this.loss(this.logits(pictures, kept), labels),
      trained.map((name) => this.of(name)),
    );
    for (const [name, statistic] of kept) {
      this.of(name).assign(statistic);
      statistic.dispose();
    }

    const rate = (PAPER.learningRate / KILOSTEP) * triangle(this.steps, steps);
    for (const name of trained) {
      const isShift = name !== '0.bias' && name.endsWith('.bias');
      const base = (PAPER.learningRate / KILOSTEP) * (isShift ? PAPER.biasScaler : 1);
      const decay = (PAPER.weightDecay * BATCH) / KILOSTEP / base;
      const weight = this.of(name);
      const gradient = tf.add(grads[weight.name] as tf.Tensor, tf.mul(weight, decay));
      const before = this.velocities.get(name);
      const velocity = before ? tf.add(tf.mul(before, PAPER.momentum), gradient) : gradient;
      before?.dispose();
      this.velocities.set(name, tf.keep(velocity));
      const ahead = tf.add(gradient, tf.mul(velocity, PAPER.momentum));
      weight.assign(tf.sub(weight, tf.mul(ahead, rate * (isShift ? PAPER.biasScaler : 1))));
    }
    this.steps++;
    if (this.steps % 5 === 0) this.lookBack(0.95 ** 5 * (this.steps / steps) ** 3);
    if (this.steps === steps) this.lookBack(1);
    return (value.dataSync()[0] ?? NaN) / BATCH;
  }

  /** As the program does it: running statistics as well. */
  private lookBack(decay: number): void {
    for (const [name, value] of this.values) {
      const before = this.slow.get(name) as tf.Tensor;
      const slow = tf.add(tf.mul(before, decay), tf.mul(value, 1 - decay));
      before.dispose();
      this.slow.set(name, tf.keep(slow));
      value.assign(slow);
    }
  }

  read(): Map<string, Float32Array> {
    return new Map([...this.values].map(([name, value]) => [name, value.dataSync<'float32'>()]));
  }
}

/** The learning rate's factor at an update, from 0: straight from 0.2 up to 1 at 23 % of them, and down to 0.07. */
function triangle(update: number, steps: number): number {
  const peak = Math.floor(0.23 * steps);
  return update < peak ? 0.2 + (0.8 * update) / peak : 1 - (0.93 * (update - peak)) / (steps - peak);
}

/** The recipe's rate for the mean of 1,024 losses, for as many as are in these batches. */
const recipe = { ...speedrunRecipe, learningRate: (speedrunRecipe.learningRate * BATCH) / 1024 };

/** Takes the first steps of so many both ways, and compares them after every step and at the end. */
async function race(taken: number, steps: number, compare: (what: string, found: Float32Array, expected: Float32Array) => void): Promise<void> {
  const reference = new Airbench(weights);
  const options = { batch: BATCH, seed: 1, normalisation: NORMALISATION, traits: await traitsPreferring('sliding'), weights, update: updateOptions(recipe) };
  const trainer = await Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
  try {
    for (let step = 1; step <= taken; step++) {
      const { indices, changes } = batchOf(step);
      const learningRate = rateAt(recipe, { steps, stepsPerEpoch: PICTURES / BATCH }, step);
      const { loss } = await trainer.step(train, indices, { ...recipe, learningRate, slowShare: slowShareAt(step, steps) }, changes);
      const pictures = [...indices].flatMap((index, slot) => seen(index, changes.pictures[slot] ?? {}));
      const expected = tf.tidy(() => reference.step(tf.tensor4d(pictures, [BATCH, 32, 32, 3]), labelsOf(train, indices), steps));
      compare(`the loss of step ${step}`, Float32Array.of(loss), Float32Array.of(expected));
    }
    const expected = reference.read();
    const found = await trainer.readWeights();
    expect(found.map(({ name }) => name).toSorted()).toEqual([...expected.keys()].toSorted());
    for (const { name, data } of found) compare(name, data, expected.get(name) ?? new Float32Array());
  } finally {
    trainer.destroy();
  }
}

it('has the parameters and multiply-adds of airbench94', () => {
  const { parameterCount, trainableCount, multiplyAdds } = buildGraph(speedrun);
  const weightsOf = (from: number, to: number) => 9 * (from * to + to * to) + 2 * to;
  const whitening = 24 * 12;
  expect(parameterCount).toBe(whitening + 24 + weightsOf(24, 64) + weightsOf(64, 256) + weightsOf(256, 256) + 2560);
  expect(trainableCount).toBe(parameterCount - whitening);
  const convolutions = 31 ** 2 * whitening + 9 * (31 ** 2 * 24 * 64 + 15 ** 2 * 64 * 64 + 15 ** 2 * 64 * 256 + 7 ** 2 * 256 * 256 * 2 + 3 ** 2 * 256 * 256);
  // Beside them, normalised values times 1, and the logits times 1/9.
  const scaled = 2 * 64 * 15 ** 2 + 2 * 256 * 7 ** 2 + 2 * 256 * 3 ** 2;
  expect(multiplyAdds).toBe(convolutions + scaled + 2560 + 10);
});

it('takes one step as an implementation written from the paper does', async () => {
  await race(1, STEPS, (what, found, expected) => expectClose(found, expected, what));
});

/** Rounding grows from step to step: to 7e-4 of the largest value of a tensor on SwiftShader. */
const TWENTY = 2e-3;

it('takes twenty steps as an implementation written from the paper does, within 0.2 %', async () => {
  await race(STEPS, STEPS, (what, found, expected) => expectClose(found, expected, what, TWENTY));
});
