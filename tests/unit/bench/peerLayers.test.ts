import { describe, expect, it } from 'vitest';
import { peerLayers, peerObstacle } from '../../../src/bench/peerLayers';
import { peerTask, makeTask } from '../../../src/bench/task';
import { UsageError } from '../../../src/cli/errors';
import { checkNetwork } from '../../../src/cli/bench/network';
import { buildGraph } from '../../../src/engine/graph/graph';
import { presets } from '../../../src/engine/graph/presets';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';
import { initialWeights } from '../../../src/engine/weights/initialise';

const end: readonly LayerSpec[] = [{ type: 'flatten' }, { type: 'dense', units: 10 }];
const graphOf = (...layers: readonly LayerSpec[]) => buildGraph(model(layers));

function layersOf(...layers: readonly LayerSpec[]) {
  const graph = graphOf(...layers);
  return peerLayers(graph, initialWeights(graph, 1));
}

describe('the network of the peers', () => {
  it('is ours, with each ReLU folded into the layer before it', () => {
    const graph = buildGraph(presets.vgg);
    const weights = initialWeights(graph, 1);
    const conv = (channels: number, filters: number) => ({ type: 'conv2d', channels, filters, kernel: 3, stride: 1, padding: 1, relu: true });
    const pool = { type: 'maxPool2d', size: 2, stride: 2 };
    const layers = peerLayers(graph, weights);
    expect(layers).toMatchObject([
      ...[conv(3, 32), conv(32, 32), pool, conv(32, 64), conv(64, 64), pool, { type: 'flatten' }],
      { type: 'dense', from: { channels: 64, height: 8, width: 8 }, units: 256, relu: true },
      { type: 'dense', from: { channels: 256, height: 1, width: 1 }, units: 10, relu: false },
    ]);
    const tensors = layers.flatMap((layer) => ('weight' in layer ? [layer.weight, layer.bias] : []));
    expect(tensors.map((values) => weights.findIndex(({ data }) => data === values))).toEqual(weights.map((_, at) => at));
  });

  it('keeps a ReLU that has nothing to fold into, and the shape before flatten across it', () => {
    const layers = layersOf({ type: 'relu' }, { type: 'flatten' }, { type: 'relu' }, { type: 'dense', units: 10, bias: false });
    expect(layers.map(({ type }) => type)).toEqual(['relu', 'flatten', 'relu', 'dense']);
    expect(layers.at(-1)).toMatchObject({ from: { channels: 3, height: 32, width: 32 } });
    expect(layers.at(-1)).not.toHaveProperty('bias');
  });

  it('folds one of two in a row', () => {
    const layers = layersOf({ type: 'conv2d' }, { type: 'relu' }, { type: 'relu' }, ...end);
    expect(layers.map(({ type }) => type)).toEqual(['conv2d', 'relu', 'flatten', 'dense']);
  });

  it.each<[string, LayerSpec[], RegExp]>([
    ['an average pool', [{ type: 'avgPool2d' }, ...end], /^layers\[0\]: .*not avgPool2d$/],
    ['batch normalisation', [{ type: 'conv2d' }, { type: 'batchNorm' }, ...end], /^layers\[1\]: .*not batchNorm$/],
    ['an even kernel that keeps the size', [{ type: 'conv2d', kernel: 4 }, ...end], /^layers\[0\]: .*give the padding as a number$/],
    ['a dilated convolution', [{ type: 'conv2d', padding: 2, dilation: 2 }, ...end], /^layers\[0\]: .*without dilation$/],
    ['a convolution in groups', [{ type: 'conv2d', filters: 6, padding: 1, groups: 3 }, ...end], /^layers\[0\]: .*of one group$/],
    ['weights that are not shared', [{ type: 'locallyConnected2d', filters: 2 }, ...end], /^layers\[0\]: .*not locallyConnected2d$/],
    ['a pool with padding', [{ type: 'maxPool2d', padding: 1 }, ...end], /^layers\[0\]: peers pool without padding$/],
    ['a pool that keeps the size', [{ type: 'maxPool2d', size: 3, stride: 2, padding: 'same' }, ...end], /^layers\[0\]: peers p/],
    ['a convolution behind flatten', [{ type: 'flatten' }, { type: 'conv2d', filters: 10, kernel: 1 }], /^layers\[1\]: .*behind flatten$/],
    ['a last layer that is not dense', [...end, { type: 'relu' }], /^layers\[2\]: .*ends in a dense layer$/],
  ])('refuses %s', (_, layers, message) => {
    const graph = graphOf(...layers);
    expect(peerObstacle(graph)).toMatch(message);
    expect(() => peerLayers(graph, [])).toThrow(message);
    expect(() => checkNetwork(graph, ['jaxjs', 'tfjs'])).toThrow(UsageError);
    expect(() => checkNetwork(graph, [])).not.toThrow();
  });

  it('refuses a layer without bias for ConvNetJS alone', () => {
    const graph = graphOf({ type: 'conv2d', bias: false }, ...end);
    expect(() => checkNetwork(graph, ['tfjs', 'jaxjs', 'pytorch'])).not.toThrow();
    expect(() => checkNetwork(graph, ['tfjs', 'convnetjs'])).toThrow('--peer convnetjs: layers[0]: its layers always have a bias');
  });
});

it('gives peers the pictures as our engine normalises them', () => {
  const task = makeTask(presets.small, 3);
  const { pictures, labels } = peerTask(task);
  expect(pictures).toHaveLength(3 * 3072);
  expect([...labels]).toEqual([0, 1, 2].map((index) => task.pictures.label(index)));
  const [red, blue] = [task.pictures.picture(1)[5] ?? NaN, task.pictures.picture(2)[3071] ?? NaN];
  expect(pictures[3072 + 5]).toBeCloseTo((red / 255 - 0.4914) / 0.247, 5);
  expect(pictures.at(-1)).toBeCloseTo((blue / 255 - 0.4465) / 0.2616, 5);
});
