import { describe, expect, it } from 'vitest';
import { generateShapes } from '../../src/data/shapes';
import { batchesOf } from '../../src/data/course';
import { buildGraph, everyNode, graphUpTo } from '../../src/engine/graph/graph';
import { CIFAR_INPUT, model, type LayerSpec } from '../../src/engine/graph/spec';
import type { HealthReport } from '../../src/engine/metrics/health';
import type { Precision } from '../../src/engine/precision';
import { deviceTraits } from '../../src/engine/runtime/device';
import { BINS, edgeOf, type Distribution } from '../../src/engine/metrics/statistics';
import { TuningMemory } from '../../src/engine/tuning/memory';
import { initialWeights } from '../../src/engine/weights/initialise';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { settingDefaults } from '../../src/state/settings';
import { DeviceData } from '../../src/worker/deviceData';
import { Health } from '../../src/worker/inside/health';
import { Kernels } from '../../src/worker/inside/kernels';
import type { FromWorker, KernelsReport, RunReport, TrainingSettings } from '../../src/worker/messages';
import { Predictions } from '../../src/worker/predictions';
import { Run } from '../../src/worker/run';
import { Watching, type Watcher } from '../../src/worker/watching';
import { openDevice, sharedPipelines, sharedProver } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { byOracle, OracleTrainer } from '../support/oracle';
import { labelsOf, normalised } from '../support/pictures';

const conv: LayerSpec = { type: 'conv2d', filters: 4, kernel: 3, padding: 1 };
const network = model([
  { type: 'maxPool2d', size: 4, stride: 4 },
  conv,
  { type: 'relu' },
  { ...conv, filters: 6 },
  { type: 'relu' },
  { type: 'flatten' },
  { type: 'dense', units: 10 },
]);
const graph = buildGraph(network);
const dataset = generateShapes({ seed: 1, trainCount: 40, testCount: 20 });
const settings: TrainingSettings = { ...settingDefaults, ...{ batchSize: 16, epochs: 2, seed: 3, validateEvery: 0 } };
/** 40 pictures in batches of 16, twice. */
const STEPS = 6;

async function workbench() {
  const device = await openDevice();
  const tuning = new TuningMemory(
    { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
    { vendor: '', architecture: '', description: '' },
    '',
  );
  const beginningTraits = (precision: Precision) => Promise.resolve({ ...deviceTraits(device, true), precision });
  return {
    device,
    newsMilliseconds: 0,
    pipelines: await sharedPipelines(),
    prover: await sharedProver(),
    beginningTraits,
    tuning,
    deviceData: new DeviceData(device),
  };
}

/** A run that some watch, what it says, and a way to wait until it rests at a step. */
async function begin(watchers: (bench: Awaited<ReturnType<typeof workbench>>) => readonly Watcher[], steps = Infinity) {
  const bench = await workbench();
  const heard: FromWorker[] = [];
  const send = (message: FromWorker) => void heard.push(message);
  const run = new Run({ model: network, training: settings }, { workbench: bench, dataset, watching: new Watching(watchers(bench)), send }, steps);
  const ended = run.train();
  const last = (): RunReport | undefined => heard.findLast((message) => message.type === 'run')?.report;
  const rested = async (phase: RunReport['phase'], step: number) => {
    await expect.poll(() => [last()?.phase, last()?.step], { timeout: 60_000, interval: 5 }).toEqual([phase, step]);
    // What looks at a network that rests has looked once the network is to be had.
    let weights: readonly NamedTensor[] = [];
    await run.lendNetwork(async ({ trainer }) => void (weights = await trainer.readWeights()));
    return weights;
  };
  const end = async () => {
    run.stop();
    await ended;
  };
  return { run, heard, rested, end };
}

const wanted = (watcher: Health) => {
  watcher.isWanted = true;
  return watcher;
};

/** Holds a description against the values themselves, in double precision. Values at an edge may fall to either side of it. */
function expectDescribed(found: Distribution | undefined, values: Float32Array, what: string): void {
  if (!found) throw new Error(`${what} is not described`);
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const norm = Math.hypot(...list);
  const deviation = Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length);
  expectClose(Float32Array.of(found.mean, found.norm, found.deviation), Float32Array.of(mean, norm, deviation), what);
  const edges = Array.from({ length: BINS - 1 }, (_, at) => edgeOf(at + 1, found.limit));
  let [below, expected] = [0, 0];
  for (const [bin, edge] of edges.entries()) {
    below += found.shares[bin] ?? 0;
    expected = list.filter((value) => value < edge).length / list.length;
    const slack = list.filter((value) => Math.abs(value - edge) < 1e-4 * found.limit).length / list.length;
    expect(Math.abs(below - expected), `${what} below ${edge}`).toBeLessThanOrEqual(slack + 1e-6);
  }
}

/** What TensorFlow.js makes of the first test pictures, layer by layer. */
function activations(weights: readonly NamedTensor[], path: string): Float32Array {
  const part = graphUpTo(graph, path);
  const names = new Set(everyNode(part.nodes).map(({ name }) => name));
  const own = weights.filter(({ name }) => names.has(name.slice(0, name.lastIndexOf('.'))));
  const input = normalised(
    dataset.test,
    CIFAR_INPUT,
    Array.from({ length: 20 }, (_, index) => index),
  );
  const outputGradient = new Float32Array(20 * part.output.channels * part.output.height * part.output.width);
  return byOracle({ graph: part, batch: 20, input, weights: own, outputGradient }, 'evaluation').output;
}

const reports = (heard: readonly FromWorker[]): readonly HealthReport[] => heard.flatMap((message) => (message.type === 'health' ? [message.report] : []));

describe('the health of a network in training', () => {
  it('is that of the activations, weights and gradients that TensorFlow.js has', async () => {
    const { heard, rested, end } = await begin((bench) => [wanted(new Health(() => bench))], 1);
    const weights = await rested('paused', 1);
    const report = reports(heard).at(-1);
    expect(report).toMatchObject({ step: 1, pictures: 20 });
    // A flattened picture is the same picture.
    expect(report?.layers.map(({ path }) => path)).toEqual([0, 1, 2, 3, 4, 6].map((layer) => `layers[${layer}]`));

    const start = initialWeights(graph, settings.seed);
    const oracle = new OracleTrainer(graph, start);
    const indices = batchesOf({ records: 40, batch: 16, shuffle: true, seed: settings.seed, epochs: 2 }).next().value?.indices ?? new Uint32Array();
    oracle.step(normalised(dataset.train, CIFAR_INPUT, indices), labelsOf(dataset.train, indices), { learningRate: 1, momentum: 0, weightDecay: 0 });
    const after = oracle.readWeights();
    const valuesOf = (tensors: readonly NamedTensor[], name: string) => tensors.find((tensor) => tensor.name === name)?.data ?? new Float32Array();
    for (const { path, activations: found, weights: ofWeights, gradients, dead } of report?.layers ?? []) {
      const expected = activations(weights, path);
      expectDescribed(found, expected, `activations of ${path}`);
      const node = everyNode(graph.nodes).find((candidate) => candidate.path === path);
      const name = `${node?.name}.weight`;
      const hasWeights = node?.parameters.length !== 0;
      expect(ofWeights !== undefined && gradients !== undefined, path).toBe(hasWeights);
      if (hasWeights) {
        expectDescribed(ofWeights, valuesOf(weights, name), `weights of ${path}`);
        const [old, now] = [valuesOf(start, name), valuesOf(after, name)];
        expectDescribed(
          gradients,
          old.map((value, at) => value - (now[at] ?? 0)),
          `gradients of ${path}`,
        );
      }
      expect(dead !== undefined, path).toBe(node?.spec.type === 'relu');
    }
    await end();
  });

  it('counts the ReLUs of a network that was killed', async () => {
    const { run, rested, end } = await begin(() => [], 1);
    await rested('paused', 1);
    const bench = await workbench();
    const health = new Health(() => bench);
    const heard: FromWorker[] = [];
    await run.lendNetwork(async (standing) => {
      const weights = await standing.trainer.readWeights();
      const biases = (name: string, dead: number) =>
        weights.map((tensor) =>
          tensor.name === name ? { ...tensor, data: tensor.data.map((value, at) => (at < dead ? -1e6 : Math.abs(value) + 1e3)) } : tensor,
        );
      standing.trainer.writeWeights(biases('1.bias', 3));
      await health.look({ ...standing, send: (message) => void heard.push(message) });
      standing.trainer.writeWeights(biases('3.bias', 3));
      await health.look({ ...standing, send: (message) => void heard.push(message) });
    });
    health.leave();
    const [first, second] = reports(heard).map(({ layers }) => layers.flatMap(({ dead }) => dead ?? []));
    expect(first?.[0]).toBe(3 / 4);
    expect(second?.[1]).toBe(3 / 6);
    await end();
  });
});

/** What a page that heard these reports has of a layer. */
function gathered(heard: readonly FromWorker[]): ReadonlyMap<number, Float32Array> {
  const kept = new Map<number, Float32Array>();
  const list = heard.flatMap((message): KernelsReport[] => (message.type === 'kernels' ? [message.report] : []));
  for (const { steps, fresh } of list) {
    for (const [step, weights] of fresh) kept.set(step, weights);
    expect(steps.every((step) => kept.has(step))).toBe(true);
  }
  return kept;
}

describe('snapshots of kernels', () => {
  it('are the weights that the run had at their steps, from its start on', async () => {
    const kernels = new Kernels();
    kernels.wish({ path: 'layers[3]' });
    const { run, heard, rested, end } = await begin(() => [kernels], 1);
    const weightOf = (weights: readonly NamedTensor[], name: string) => weights.find((tensor) => tensor.name === name)?.data;
    const expected = new Map([
      [0, initialWeights(graph, settings.seed)],
      [1, await rested('paused', 1)],
    ]);
    for (const step of [2, 3]) {
      run.step();
      expected.set(step, await rested('paused', step));
    }
    expect([...gathered(heard)]).toEqual([...expected].map(([step, weights]) => [step, weightOf(weights, '3.weight')]));
    // Another layer is told from the start on at once, of a run that rests.
    heard.length = 0;
    if (kernels.wish({ path: 'layers[6]' })) await run.lendNetwork((standing) => kernels.look({ ...standing, send: (message) => void heard.push(message) }));
    expect([...gathered(heard)]).toEqual([...expected].map(([step, weights]) => [step, weightOf(weights, '6.weight')]));
    await end();
  });
});

it('a network that is watched trains bit for bit as one that is not', async () => {
  const trained = async (watchers: (bench: Awaited<ReturnType<typeof workbench>>) => readonly Watcher[]) => {
    const { heard, rested, end } = await begin(watchers);
    const weights = await rested('finished', STEPS);
    await end();
    return { heard, weights, losses: heard.flatMap((message) => (message.type === 'points' ? message.points.map(({ loss }) => loss) : [])) };
  };
  const alone = await trained(() => []);
  const kernels = new Kernels();
  kernels.wish({ path: 'layers[1]' });
  const watched = await trained((bench) => [new Predictions(), kernels, wanted(new Health(() => bench))]);
  expect(reports(watched.heard).length).toBeGreaterThanOrEqual(2);
  expect(gathered(watched.heard).size).toBeGreaterThanOrEqual(2);
  expect(watched.losses).toEqual(alone.losses);
  expect(watched.weights).toEqual(alone.weights);
});
