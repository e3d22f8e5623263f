import { expect, it } from 'vitest';
import { batchesOf, type Batch } from '../../src/data/course';
import { generateShapes } from '../../src/data/shapes';
import { buildGraph } from '../../src/engine/graph/graph';
import { CIFAR_INPUT } from '../../src/engine/graph/spec';
import { deviceTraits } from '../../src/engine/runtime/device';
import { initialWeights } from '../../src/engine/weights/initialise';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { settingDefaults } from '../../src/state/settings';
import { DEPTH, tower } from '../../src/ui/learn/chapters/activation/tower';
import { GradientFlow } from '../../src/worker/gradientFlow';
import type { FromWorker, RunConfig } from '../../src/worker/messages';
import { openDevice, sharedPipelines, sharedProver } from '../support/gpu';
import { byOracle, OracleTrainer } from '../support/oracle';
import { labelsOf, normalised } from '../support/pictures';

const BATCH = 4;
const STEPS = 2;
const dataset = generateShapes({ seed: 1, trainCount: 40, testCount: 10 });
const training = { ...settingDefaults, batchSize: BATCH, learningRate: 0.1 };

async function flow(runs: readonly RunConfig[], hear: (message: FromWorker, under: GradientFlow) => void) {
  const device = await openDevice();
  const tools = {
    device,
    pipelines: await sharedPipelines(),
    prover: await sharedProver(),
    beginningTraits: () => Promise.resolve(deviceTraits(device, true)),
  };
  const under: GradientFlow = new GradientFlow(runs, STEPS, dataset, tools, (message) => hear(message, under));
  await under.run();
}

const readingsOf = (told: readonly FromWorker[]) => told.flatMap((message) => (message.type === 'gradientFlow' ? message.readings : []));

/** Gradients of the mean cross-entropy at these weights, by TensorFlow.js; that of the logits by its formula. */
function gradientsAt(weights: readonly NamedTensor[], { model }: RunConfig, input: Float32Array, labels: readonly number[]) {
  const drawn = { graph: buildGraph(model), batch: BATCH, input, weights, outputGradient: new Float32Array(BATCH * 10) };
  const { output } = byOracle(drawn);
  const outputGradient = Float32Array.from(output, (_, at) => {
    const picture = Math.floor(at / 10);
    const sum = output.subarray(picture * 10, picture * 10 + 10).reduce((total, logit) => total + Math.exp(logit), 0);
    return (Math.exp(output[at] ?? NaN) / sum - Number(labels[picture] === at % 10)) / BATCH;
  });
  return byOracle({ ...drawn, outputGradient }).parameterGradients;
}

/** What TensorFlow.js makes of a run: of each step, the root mean square of each layer's weights' gradient. */
function expected(run: RunConfig): number[][] {
  const graph = buildGraph(run.model);
  const trainer = new OracleTrainer(graph, initialWeights(graph, training.seed));
  const course = { records: dataset.train.count, batch: BATCH, shuffle: true, seed: training.seed, steps: STEPS };
  return [...batchesOf(course)].map(({ indices }: Batch) => {
    const [input, labels] = [normalised(dataset.train, CIFAR_INPUT, indices), labelsOf(dataset.train, indices)];
    const gradients = gradientsAt(trainer.readWeights(), run, input, labels).filter(({ shape }) => shape.length === 2);
    trainer.step(input, labels, training);
    return gradients.map(({ data }) => Math.sqrt([...data].reduce((sum, value) => sum + value ** 2, 0) / data.length));
  });
}

it('reads the gradients that TensorFlow.js finds, layer by layer and step by step', async () => {
  const runs = (['sigmoid', 'tanh', 'relu'] as const).map((type): RunConfig => ({ model: tower({ type }, 'glorotUniform'), training }));
  const told: FromWorker[] = [];
  await flow(runs, (message) => told.push(message));
  expect(told.at(-1)).toEqual({ type: 'gradientFlowOver' });
  const readings = readingsOf(told);
  expect(readings).toHaveLength(STEPS);
  for (const [at, run] of runs.entries()) {
    for (const [step, layers] of expected(run).entries()) {
      const found = readings[step]?.[at] ?? [];
      expect(found).toHaveLength(DEPTH + 1);
      for (const [layer, size] of layers.entries()) {
        expect(Math.abs((found[layer] ?? NaN) / size - 1), `run ${at}, step ${step}, layer ${layer}: ${size}`).toBeLessThan(1e-3);
      }
    }
  }
});

it('can be broken off between two steps', async () => {
  const told: FromWorker[] = [];
  await flow([{ model: tower({ type: 'tanh' }, 'lecunNormal'), training }], (message, under) => {
    told.push(message);
    under.cancel();
  });
  expect(readingsOf(told)).toHaveLength(1);
  expect(told.at(-1)).toEqual({ type: 'gradientFlowOver' });
});

it('says why where a network cannot be built', async () => {
  const told: FromWorker[] = [];
  const model = { ...tower({ type: 'tanh' }, 'lecunNormal'), layers: [] };
  await flow([{ model, training }], (message) => told.push(message));
  expect(told).toEqual([{ type: 'gradientFlowOver', problem: expect.objectContaining({ code: 'model.noLayers' }) }]);
});

it('ends at a figure that is no number, and tells what it has read before', async () => {
  const told: FromWorker[] = [];
  await flow([{ model: tower({ type: 'relu' }, 'heNormal'), training: { ...training, learningRate: 1e38 } }], (message) => told.push(message));
  expect(readingsOf(told)).toHaveLength(1);
  expect(told.at(-1)).toMatchObject({ type: 'gradientFlowOver', problem: { code: 'training.notFinite', params: { step: 2 } } });
});
