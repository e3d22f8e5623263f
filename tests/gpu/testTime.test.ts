import { expect, it } from 'vitest';
import { buildGraph, type Graph } from '../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import type { Precision } from '../../src/engine/precision';
import { Random } from '../../src/engine/random';
import type { TestTimeLevel } from '../../src/engine/pictures/testTime';
import { softmax } from '../../src/engine/metrics/softmax';
import { Trainer } from '../../src/engine/runtime/trainer';
import { randomWeights, shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { OracleTrainer } from '../support/oracle';
import { drawPictures, labelsOf, normalised, NORMALISATION } from '../support/pictures';

const INPUT = shape(3, 9, 8);
const [BATCH, CLASSES] = [6, 10];
const pictures = drawPictures(Random.from(1), INPUT, 20);
/** More than two batches, and not a whole number of them. */
const indices = Uint32Array.from({ length: 2 * BATCH + 1 }, (_, at) => at);

const network = (...layers: LayerSpec[]): Graph => buildGraph(model(layers, INPUT));
const networks: Readonly<Record<string, Graph>> = {
  'a dense layer at the end': network({ type: 'conv2d', filters: 6, kernel: 3 }, { type: 'relu' }, { type: 'flatten' }, { type: 'dense', units: CLASSES }),
  // The device keeps its logits in another order, with gaps between.
  'a picture made a vector': network({ type: 'conv2d', filters: 5, kernel: 5, stride: 4, padding: 0 }, { type: 'flatten' }),
};

type Line = readonly number[];
type Views = (plane: readonly Line[]) => readonly (readonly Line[])[];

/** Rows and columns moved by one, with the second in place of one before the first, or the last but one in place of one behind the last. */
const earlier = <T>(line: readonly T[]): T[] => [line[1] as T, ...line.slice(0, -1)];
const later = <T>(line: readonly T[]): T[] => [...line.slice(1), line.at(-2) as T];
const mirror = (plane: readonly Line[]) => plane.map((line) => line.toReversed());
/** What airbench94 looks at, and the shares it gives. */
const levels: Readonly<Record<1 | 2, { readonly views: Views; readonly weights: readonly number[] }>> = {
  1: { views: (plane) => [plane, mirror(plane)], weights: [0.5, 0.5] },
  2: {
    views: (plane) => [plane, earlier(plane.map(earlier)), later(plane.map(later))].flatMap((view) => [view, mirror(view)]),
    weights: [0.25, 0.25, 0.125, 0.125, 0.125, 0.125],
  },
};

/** The mean of what TensorFlow.js makes of the views. Logarithms of probabilities are logits, but for a number that all classes share. */
function byHand(oracle: OracleTrainer, level: 1 | 2) {
  const { views, weights } = levels[level];
  const { height, width } = INPUT;
  const values = normalised(pictures, INPUT, indices);
  const planes = Array.from({ length: values.length / (height * width) }, (_, plane) =>
    Array.from({ length: height }, (_row, row) => Array.from(values.subarray((plane * height + row) * width, (plane * height + row + 1) * width))),
  );
  const seen = weights.map((_, view) => oracle.predict(Float32Array.from(planes.flatMap((plane) => (views(plane)[view] ?? []).flat()))));
  const losses = labelsOf(pictures, indices).map((label, slot) => {
    const mean = Array.from({ length: CLASSES }, (_, k) =>
      weights.reduce((sum, weight, view) => sum + weight * Math.log(seen[view]?.[slot * CLASSES + k] ?? NaN), 0),
    );
    const total = mean.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const loss = Math.log(total) - (mean[label] ?? NaN);
    return { loss, probabilities: mean.map((logit) => Math.exp(logit) / total), right: mean.indexOf(Math.max(...mean)) === label };
  });
  return {
    probabilities: Float32Array.from(losses.flatMap(({ probabilities }) => probabilities)),
    loss: losses.reduce((sum, { loss }) => sum + loss, 0) / indices.length,
    accuracy: losses.filter(({ right }) => right).length / indices.length,
  };
}

async function evaluate(graph: Graph, level: TestTimeLevel, precision: Precision = 'f32') {
  const weights = randomWeights(graph, Random.from(2));
  const traits = { ...(await traitsPreferring('direct')), precision };
  const options = { batch: BATCH, seed: 1, normalisation: NORMALISATION, traits, weights };
  const trainer = await Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
  try {
    const metrics = await trainer.evaluate(pictures, indices, { level });
    const probabilities = softmax(await trainer.logits(pictures, indices, { level }), CLASSES);
    return { metrics, probabilities, oracle: new OracleTrainer(graph, weights) };
  } finally {
    trainer.destroy();
  }
}

it.each(Object.keys(networks).flatMap((name) => ([1, 2] as const).map((level) => [name, level] as const)))(
  'averages the logits of a network with %s over the views of level %i',
  async (name, level) => {
    const { metrics, probabilities, oracle } = await evaluate(networks[name] as Graph, level);
    const expected = byHand(oracle, level);
    expect(metrics).toMatchObject({ pictures: indices.length });
    expectClose(Float32Array.of(metrics.loss), Float32Array.of(expected.loss), 'the loss');
    expectClose(probabilities, expected.probabilities, 'the probabilities');
    expect(metrics.accuracy).toBeCloseTo(expected.accuracy, 6);
    const plain = await evaluate(networks[name] as Graph, 0);
    expect(Math.abs(plain.metrics.loss - metrics.loss)).toBeGreaterThan(2e-4 * expected.loss);
  },
);

it('averages logits in half precision', async () => {
  const graph = networks['a dense layer at the end'] as Graph;
  const { metrics, oracle } = await evaluate(graph, 2, 'f16');
  expectClose(Float32Array.of(metrics.loss), Float32Array.of(byHand(oracle, 2).loss), 'the loss', 5e-3);
});
