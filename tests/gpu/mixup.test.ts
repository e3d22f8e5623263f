import { expect, it } from 'vitest';
import type { Mixing } from '../../src/engine/pictures/augmentation';
import { buildGraph } from '../../src/engine/graph/graph';
import { model } from '../../src/engine/graph/spec';
import { Random } from '../../src/engine/random';
import { Trainer } from '../../src/engine/runtime/trainer';
import type { Metrics } from '../../src/engine/metrics/evaluation';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { randomWeights, shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { drawPictures, normalised, NORMALISATION } from '../support/pictures';

const INPUT = shape(3, 3, 4);
const [INPUTS, CLASSES] = [36, 10];
const pictures = drawPictures(Random.from(1), INPUT, 20);
const graph = buildGraph(model([{ type: 'flatten' }, { type: 'dense', units: CLASSES }], INPUT));
const weights = randomWeights(graph, Random.from(2));
/** A step of this rate without momentum or decay moves the weights by the gradient itself. */
const BY_GRADIENT = { learningRate: 1, momentum: 0, weightDecay: 0 };

/** Mixup as Zhang et al. write it down, of a linear classifier in double precision: what it makes of the mixed pictures, and its mean loss. */
function reference(indices: readonly number[], { partner, share }: Mixing, [matrix, bias]: readonly ArrayLike<number>[]) {
  const lambda = 1 - share;
  const inputs = normalised(pictures, INPUT, indices);
  const count = indices.length;
  let [loss, correct] = [0, 0];
  for (let n = 0; n < count; n++) {
    const other = (n + partner) % count;
    const x = Array.from({ length: INPUTS }, (_, i) => lambda * (inputs[n * INPUTS + i] ?? 0) + (1 - lambda) * (inputs[other * INPUTS + i] ?? 0));
    const logits = Array.from({ length: CLASSES }, (_, k) => x.reduce((sum, value, i) => sum + value * (matrix?.[k * INPUTS + i] ?? 0), bias?.[k] ?? 0));
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const entropy = (label: number) => Math.log(total) - (logits[label] ?? 0);
    const [a, b] = [pictures.label(indices[n] ?? 0), pictures.label(indices[other] ?? 0)];
    loss += (lambda * entropy(a) + (1 - lambda) * entropy(b)) / count;
    if (logits.indexOf(Math.max(...logits)) === (lambda >= 0.5 ? a : b)) correct++;
  }
  return { loss, accuracy: correct / count };
}

/** The loss's slope in each weight, by central differences. */
function slopes(indices: readonly number[], mixing: Mixing): Float32Array[] {
  const values = weights.map(({ data }) => Float64Array.from(data));
  const step = 1e-4;
  return values.map((tensor) =>
    Float32Array.from(tensor, (value, at) => {
      const lossAt = (moved: number) => {
        tensor[at] = moved;
        return reference(indices, mixing, values).loss;
      };
      const slope = (lossAt(value + step) - lossAt(value - step)) / (2 * step);
      tensor[at] = value;
      return slope;
    }),
  );
}

async function stepWith(indices: readonly number[], batch: number, mixing?: Mixing): Promise<{ metrics: Metrics; after: NamedTensor[] }> {
  const options = { batch, seed: 1, normalisation: NORMALISATION, traits: await traitsPreferring('direct'), weights };
  const trainer = await Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
  try {
    const metrics = await trainer.step(pictures, Uint32Array.from(indices), BY_GRADIENT, { pictures: [], ...(mixing ? { mixing } : {}) });
    return { metrics, after: await trainer.readWeights() };
  } finally {
    trainer.destroy();
  }
}

it.each([
  ['a small share', [3, 1, 4, 15, 9], 5, { partner: 1, share: 0.2 }],
  ['a large share, in a batch that is not full', [2, 7, 18, 8], 6, { partner: 3, share: 0.9 }],
  ['half', [5, 6, 7, 8, 9, 10], 6, { partner: 4, share: 0.5 }],
] as const)('mixes pictures and labels, the partner having %s', async (_, indices, batch, mixing) => {
  const { metrics, after } = await stepWith(indices, batch, mixing);
  const expected = reference(
    indices,
    mixing,
    weights.map(({ data }) => data),
  );
  expectClose(Float32Array.of(metrics.loss), Float32Array.of(expected.loss), 'the loss');
  expect(metrics.accuracy).toBeCloseTo(expected.accuracy, 6);
  for (const [at, slope] of slopes(indices, mixing).entries()) {
    const { name = '', data = new Float32Array() } = weights[at] ?? {};
    const found = data.map((before, place) => before - (after[at]?.data[place] ?? NaN));
    expectClose(found, slope, `the gradient of ${name}`);
  }
});

it('counts a picture as right by the label with the larger share', async () => {
  const indices = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const mostlyOthers = await stepWith(indices, 10, { partner: 1, share: 1 });
  const rotated = await stepWith([...indices.slice(1), 0], 10);
  expect(mostlyOthers.metrics).toEqual({ ...rotated.metrics, loss: expect.closeTo(rotated.metrics.loss, 5) });
});

it('leaves a batch as it is, bit for bit, where the partner has no share', async () => {
  expect(await stepWith([1, 2, 3], 4, { partner: 1, share: 0 })).toEqual(await stepWith([1, 2, 3], 4));
});
