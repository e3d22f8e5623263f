import { beforeAll, describe, expect, it, vi } from 'vitest';
import { generateShapes } from '../../src/data/shapes';
import type { Explanation } from '../../src/engine/explain/types';
import { buildGraph, everyNode, graphUpTo } from '../../src/engine/graph/graph';
import { sightOf } from '../../src/engine/explain/sight';
import { model, type LayerSpec, type ModelSpec } from '../../src/engine/graph/spec';
import { volume } from '../../src/engine/shape';
import { deviceTraits } from '../../src/engine/runtime/device';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { TuningMemory } from '../../src/engine/tuning/memory';
import { settingDefaults } from '../../src/state/settings';
import { DeviceData } from '../../src/worker/deviceData';
import { Explaining } from '../../src/worker/inside/explaining';
import { FeatureMaps } from '../../src/worker/inside/featureMaps';
import type { FromWorker, UnitPlace, UnitReport } from '../../src/worker/messages';
import { Run } from '../../src/worker/run';
import { Watching, type Standing } from '../../src/worker/watching';
import { openDevice, sharedPipelines, sharedProver } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { byOracle } from '../support/oracle';
import { normalised } from '../support/pictures';

const dataset = generateShapes({ seed: 1, trainCount: 40, testCount: 20 });
const picture = dataset.test.picture(3).slice();
const other = dataset.test.picture(4).slice();
const relu: LayerSpec = { type: 'relu' };
const block: LayerSpec = {
  type: 'residual',
  layers: [{ type: 'conv2d', filters: 6, groups: 2, dilation: 2 }, { type: 'batchNorm' }, { type: 'silu' }],
  shortcut: [{ type: 'padChannels', channels: 6 }],
};
/** One layer of each type that there is. */
const everything: readonly LayerSpec[] = [
  { type: 'avgPool2d', size: 3, stride: 2, padding: 1 },
  { type: 'conv2d', filters: 4, kernel: 3, stride: 2, padding: 1 },
  relu,
  block,
  { type: 'gelu' },
  { type: 'locallyConnected2d', filters: 5, kernel: 3, padding: 'valid' },
  { type: 'leakyRelu' },
  { type: 'prelu', perChannel: true },
  { type: 'maxPool2d', size: 3, stride: 2, padding: 1 },
  { type: 'groupNorm', channelGroups: 5 },
  { type: 'elu' },
  { type: 'dropout' },
  { type: 'flatten' },
  { type: 'dense', units: 12, bias: false },
  { type: 'tanh' },
  { type: 'dense', units: 10 },
  { type: 'scale', factor: 0.5 },
];
const withMeans: readonly LayerSpec[] = [
  { type: 'conv2d', filters: 8, kernel: 5, stride: 4 },
  { type: 'sigmoid' },
  { type: 'globalAvgPool' },
  { type: 'flatten' },
  { type: 'dense', units: 10 },
];

const tuning = new TuningMemory(
  { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
  { vendor: '', architecture: '', description: '' },
  '',
);

/** A run that is paused after some steps, with what watches it and what explains it. */
async function standAt(network: ModelSpec, steps: number) {
  const device = await openDevice();
  const heard: FromWorker[] = [];
  const send = (message: FromWorker) => void heard.push(message);
  const beginningTraits = () => Promise.resolve(deviceTraits(device, true));
  const workbench = {
    device,
    newsMilliseconds: 0,
    pipelines: await sharedPipelines(),
    prover: await sharedProver(),
    beginningTraits,
    deviceData: new DeviceData(device),
    tuning,
  };
  const maps = new FeatureMaps(() => workbench);
  const explaining = new Explaining(() => workbench, send);
  const config = { model: network, training: { ...settingDefaults, batchSize: 8, epochs: 4, seed: 3, validateEvery: 0 } };
  const run = new Run(config, { workbench, dataset, watching: new Watching([maps]), send }, steps);
  const ended = run.train();
  const last = () => heard.findLast((message) => message.type === 'run')?.report;
  const at = (step: number) => vi.waitUntil(() => last()?.phase === 'paused' && last()?.step === step, { timeout: 60_000, interval: 5 });
  await at(steps);
  let weights: readonly NamedTensor[] = [];
  const read = async ({ trainer }: Standing) => void (weights = await trainer.readWeights('average'));
  await run.lendNetwork(read);
  return {
    run,
    heard,
    maps,
    explaining,
    at,
    weights: () => weights,
    explain: async (unit: UnitPlace, pixels = picture): Promise<UnitReport> => {
      await explaining.explain(run, pixels, unit);
      const last = heard.at(-1);
      if (last?.type !== 'unit') throw new Error(JSON.stringify(last));
      return last.report;
    },
    end: async () => {
      run.stop();
      await ended;
    },
  };
}

/** The sum of its parts by plain addition: not the result that it tells of itself. */
function addedUp(explanation: Explanation): number {
  switch (explanation.kind) {
    case 'weighted':
      return explanation.terms.reduce((sum, { value, weight }) => sum + value * weight, explanation.bias ?? 0);
    case 'mean':
      return explanation.terms.reduce((sum, { value }) => sum + value, 0) / explanation.terms.length;
    case 'largest':
      return explanation.terms.reduce((largest, { value }) => (value > largest ? value : largest), -Infinity);
    case 'added':
      return explanation.layers + explanation.shortcut;
    default:
      return explanation.result;
  }
}

describe.each([
  ['every type of layer', everything],
  ['means over whole maps', withMeans],
] as const)('a network with %s', (_, layers) => {
  const network = model([...layers]);
  const graph = buildGraph(network);
  let stand: Awaited<ReturnType<typeof standAt>>;
  beforeAll(async () => {
    stand = await standAt(network, 2);
    return () => stand.end();
  });

  /** What TensorFlow.js makes of the network up to a layer, and of a gradient at one unit there. */
  function byReference(path: string, index = 0) {
    const upTo = graphUpTo(graph, path);
    const outputGradient = new Float32Array(volume(upTo.output));
    outputGradient[index] = 1;
    const names = new Set(everyNode(upTo.nodes).map(({ name }) => name));
    const weights = stand.weights().filter(({ name }) => names.has(name.slice(0, name.lastIndexOf('.'))));
    const input = normalised(dataset.test, graph.input, [3]);
    return byOracle({ graph: upTo, batch: 1, input, weights, outputGradient }, 'evaluation');
  }

  it('has maps that are those of TensorFlow.js', async () => {
    stand.maps.wish({ pixels: picture });
    await stand.run.lookAgain();
    const message = stand.heard.findLast((candidate) => candidate.type === 'maps');
    expect(message?.report.step).toBe(2);
    for (const { path } of everyNode(graph.nodes)) {
      expectClose(message?.report.outputs.get(path) ?? new Float32Array(), byReference(path).output, path);
    }
  });

  it.each(everyNode(graph.nodes).map((node) => [node.spec.type, node] as const))(
    'explains units of %s: the numbers add up to the value on the device',
    async (_type, { path, output }) => {
      const last = { channel: output.channels - 1, row: output.height - 1, column: output.width - 1 };
      const middle = { channel: Math.floor(output.channels / 3), row: output.height >> 1, column: output.width >> 1 };
      for (const unit of [{ channel: 0, row: 0, column: 0 }, middle, last]) {
        const { explained, gradient, maps } = await stand.explain({ path, ...unit });
        const index = (unit.channel * output.height + unit.row) * output.width + unit.column;
        const value = maps.outputs.get(path)?.[index] ?? NaN;
        const scale = Math.max(...(maps.outputs.get(path) ?? []).map(Math.abs));
        expect(Math.abs(addedUp(explained.explanation) - value)).toBeLessThanOrEqual(1e-5 * scale);
        expect(explained.explanation.result).toBeCloseTo(addedUp(explained.explanation), 9);
        if (explained.behind) {
          const behind = maps.outputs.get(explained.behind.path)?.[index] ?? NaN;
          expect(Math.abs(explained.behind.explanation.result - behind)).toBeLessThanOrEqual(1e-5 * scale);
        }
        // The last digits of tanh near its ends are lost in its derivative.
        expectClose(gradient, byReference(path, index).inputGradient, `the gradient of ${JSON.stringify(unit)}`, 1e-3);
        const { area } = sightOf(graph, path, unit);
        const seen = (at: number) => {
          const [row, column] = [Math.floor(at / 32) % 32, at % 32];
          return area !== undefined && row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;
        };
        expect([...gradient.keys()].filter((at) => gradient[at] !== 0 && !seen(at))).toEqual([]);
      }
    },
  );
});

describe('a series of explanations', () => {
  const unit: UnitPlace = { path: 'layers[0]', channel: 1, row: 2, column: 3 };

  it('holds the step of its first, for other pictures too, while the run goes on, and not the next series', async () => {
    const { run, explain, explaining, at, end } = await standAt(model([...withMeans]), 1);
    const first = await explain(unit);
    run.step();
    await at(2);
    const [same, another] = [await explain(unit), await explain(unit, other)];
    expect([first, same, another].map(({ maps }) => maps.step)).toEqual([1, 1, 1]);
    expect(same.explained).toEqual(first.explained);
    expect(another.maps.pixels).toEqual(other);
    expect(another.explained).not.toEqual(first.explained);
    await explaining.end();
    const next = await explain(unit);
    expect(next.maps.step).toBe(2);
    expect(next.explained).not.toEqual(first.explained);
    await end();
  });

  it('says so where there is no network', async () => {
    const { explaining, heard, end } = await standAt(model([...withMeans]), 1);
    await explaining.explain(undefined, picture, unit);
    expect(heard.at(-1)).toEqual({ type: 'unitProblem', problem: { code: 'inside.noNetwork', params: {} } });
    await end();
  });
});
