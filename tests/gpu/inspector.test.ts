import { describe, expect, it } from 'vitest';
import { buildGraph, everyNode, graphUpTo, type Graph, type GraphNode } from '../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import { volume } from '../../src/engine/shape';
import { PLAIN_SGD, type UpdateOptions } from '../../src/engine/optim/update';
import { Random } from '../../src/engine/random';
import { Inspector } from '../../src/engine/runtime/inspector';
import { Trainer } from '../../src/engine/runtime/trainer';
import { drawCase, shape } from '../support/cases';
import type { LayerCase } from '../support/layerCase';
import { openDevice, sharedPipelines, traitsPreferring, variants } from '../support/gpu';
import { expectClose, randomFloats } from '../support/numbers';
import { byOracle, OracleTrainer } from '../support/oracle';
import { drawPictures, labelsOf, normalised, NORMALISATION } from '../support/pictures';

const relu: LayerSpec = { type: 'relu' };
const flatten: LayerSpec = { type: 'flatten' };
const batchNorm: LayerSpec = { type: 'batchNorm' };
const dropout: LayerSpec = { type: 'dropout', rate: 0.5 };
const conv = (filters: number, stride = 1): LayerSpec => ({ type: 'conv2d', filters, kernel: 3, stride, padding: 1 });
const dense = (units: number): LayerSpec => ({ type: 'dense', units });
const pool: LayerSpec = { type: 'maxPool2d', size: 2, stride: 2 };

const chain: readonly LayerSpec[] = [conv(6), relu, pool, conv(5), batchNorm, relu, dropout, flatten, dense(7), batchNorm, relu, dense(4)];
const block: LayerSpec = { type: 'residual', layers: [conv(8, 2), batchNorm, relu, conv(8)], shortcut: [conv(8, 2)] };
const blocks: readonly LayerSpec[] = [conv(6), relu, block, relu, { type: 'globalAvgPool' }, flatten, dense(4)];

/** The layers behind one: those of its own list, and where that is a block's, those behind the block. */
function behind(nodes: readonly GraphNode[], path: string): readonly GraphNode[] | undefined {
  for (const [index, node] of nodes.entries()) {
    const rest = nodes.slice(index + 1);
    if (node.path === path) return rest;
    for (const list of Object.values(node.inner)) {
      const within = behind(list, path);
      // What a block adds to its way is no matter for the gradient there.
      if (within) return [...within, ...rest];
    }
  }
  return undefined;
}

/** What TensorFlow.js makes of a part of a network, with those of the weights that are in it. */
function ofPart(graph: Graph, { weights, batch }: LayerCase, input: Float32Array, outputGradient: Float32Array) {
  const names = new Set(everyNode(graph.nodes).map(({ name }) => name));
  const own = weights.filter(({ name }) => names.has(name.slice(0, name.lastIndexOf('.'))));
  return byOracle({ graph, batch, input, weights: own, outputGradient }, 'evaluation');
}

/** What TensorFlow.js gives a layer, and the gradient there. */
function expected(drawn: LayerCase, path: string): { readonly output: Float32Array; readonly gradient: Float32Array } {
  const upTo = graphUpTo(drawn.graph, path);
  const nothing = new Float32Array(drawn.batch * volume(upTo.output));
  const { output } = ofPart(upTo, drawn, drawn.input, nothing);
  const at = (nodes: readonly GraphNode[], input: Float32Array, outputGradient: Float32Array): Float32Array => {
    const [first] = nodes;
    if (!first) return outputGradient;
    const graph: Graph = { ...drawn.graph, nodes, input: first.input, output: nodes.at(-1)?.output ?? first.input };
    return ofPart(graph, drawn, input, outputGradient).inputGradient;
  };
  const topLevel = drawn.graph.nodes.find((node) => path.startsWith(node.path) && (path === node.path || path[node.path.length] === '.'));
  if (!topLevel || topLevel.path === path) return { output, gradient: at(behind(drawn.graph.nodes, path) ?? [], output, drawn.outputGradient) };
  const list = Object.values(topLevel.inner).find((nodes) => nodes.some((node) => node.path === path)) ?? [];
  const arriving = expected(drawn, topLevel.path).gradient;
  return { output, gradient: at(behind(list, path) ?? [], output, arriving) };
}

async function inspecting<T>(graph: Graph, batch: number, variant: (typeof variants)[number], use: (inspector: Inspector) => Promise<T>): Promise<T> {
  const inspector = await Inspector.create(await openDevice(), graph, await sharedPipelines(), batch, await traitsPreferring(variant));
  try {
    return await use(inspector);
  } finally {
    inspector.destroy();
  }
}

describe.each(variants)('an inspector, %s kernels', (variant) => {
  it.each<[string, readonly LayerSpec[], number]>([
    ['a chain of layers', chain, 3],
    ['one picture', chain, 1],
    ['residual blocks, the layers inside them too', blocks, 2],
  ])('reads what every layer gives and the gradient there: %s', async (_, layers, count) => {
    const drawn = drawCase(layers, shape(3, 8, 6), count);
    const paths = everyNode(drawn.graph.nodes).map(({ path }) => path);
    await inspecting(drawn.graph, 3, variant, async (inspector) => {
      inspector.executor.writeWeights(drawn.weights);
      inspector.show(drawn.input);
      const outputs = await inspector.outputs(paths);
      inspector.trace(drawn.outputGradient);
      const gradients = await inspector.gradients(paths);
      for (const path of paths) {
        const { output, gradient } = expected(drawn, path);
        expectClose(outputs.get(path) ?? new Float32Array(), output, `the output of ${path}`);
        expectClose(gradients.get(path) ?? new Float32Array(), gradient, `the gradient at ${path}`);
      }
      const whole = byOracle(drawn, 'evaluation');
      expectClose(await inspector.inputGradient(), whole.inputGradient, "the input's gradient");
    });
  });
});

describe('an inspector', () => {
  it('of a network that ends in a layer inside a block gives the gradient of that layer', async () => {
    const drawn = drawCase(blocks, shape(3, 8, 6), 1);
    const graph = graphUpTo(drawn.graph, 'layers[2].layers[2]');
    expect(graph.nodes.map(({ path }) => path)).toEqual(['layers[0]', 'layers[1]', 'layers[2].layers[0]', 'layers[2].layers[1]', 'layers[2].layers[2]']);
    const outputGradient = randomFloats(Random.from(3), volume(graph.output));
    await inspecting(graph, 1, 'direct', async (inspector) => {
      inspector.executor.writeWeights(drawn.weights);
      inspector.show(drawn.input);
      inspector.trace(outputGradient);
      expectClose(await inspector.inputGradient(), ofPart(graph, drawn, drawn.input, outputGradient).inputGradient, "the input's gradient");
    });
  });

  it('refuses more pictures than it has room for, and layers that are not there', async () => {
    const { graph, input } = drawCase(chain, shape(3, 8, 6), 3);
    await inspecting(graph, 2, 'direct', async (inspector) => {
      expect(() => inspector.show(input)).toThrow('3 pictures in a batch of 2');
      await expect(inspector.outputs(['layers[99]'])).rejects.toThrow('no layer at layers[99]');
    });
  });
});

const INPUT = shape(3, 8, 6);
const pictures = drawPictures(Random.from(1), INPUT, 12);
const indices = Uint32Array.from([4, 0, 9, 2, 11]);
const network = buildGraph(model([{ ...conv(6), bias: false }, batchNorm, relu, pool, { ...conv(5), frozen: true }, relu, flatten, dense(10)], INPUT));
/** Parts of a batch would each be normalised by themselves. */
const withoutNorm = buildGraph(model([conv(6), relu, pool, flatten, dense(10)], INPUT));

async function training<T>(graph: Graph, update: UpdateOptions, precision: 'f32' | 'f16', batch: number, use: (trainer: Trainer) => Promise<T>): Promise<T> {
  const traits = { ...(await traitsPreferring('direct')), precision };
  const options = { batch, seed: 1, normalisation: NORMALISATION, traits, update };
  const trainer = await Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
  try {
    return await use(trainer);
  } finally {
    trainer.destroy();
  }
}

const settings = { learningRate: 0.1, momentum: 0, weightDecay: 0 };

describe('the weights of a training network', () => {
  it.each([
    ['as they now are', 'present', 'f32'],
    ['as they now are, in half precision', 'present', 'f16'],
    ['their running mean', 'average', 'f32'],
  ] as const)('are taken over by an inspector, %s', async (_, read, precision) => {
    await training(network, { ...PLAIN_SGD, averages: read === 'average' }, precision, 5, async (trainer) => {
      for (let step = 0; step < 3; step++) await trainer.step(pictures, indices, { ...settings, ema: 0.5 });
      const weights = await trainer.readWeights(read);
      await inspecting(network, 5, 'direct', async (inspector) => {
        inspector.takeWeights(trainer, read);
        const input = normalised(pictures, INPUT, indices);
        inspector.show(input);
        const last = network.nodes.at(-1)?.path ?? '';
        const logits = (await inspector.outputs([last])).get(last) ?? new Float32Array();
        const outputGradient = new Float32Array(5 * 10);
        expectClose(logits, byOracle({ graph: network, batch: 5, input, weights, outputGradient }, 'evaluation').output, 'the logits');
      });
    });
  });

  it.each([
    ['summed from parts', network, PLAIN_SGD, 'f32', 5],
    ['in half precision', network, PLAIN_SGD, 'f16', 5],
    ['gathered over two batches', withoutNorm, { ...PLAIN_SGD, gathers: true }, 'f32', 3],
  ] as const)('have gradients that can be read: %s', async (_, graph, update, precision, batch) => {
    await training(graph, update, precision, batch, async (trainer) => {
      const before = await trainer.readWeights();
      const oracle = new OracleTrainer(graph, before);
      const input = normalised(pictures, INPUT, indices);
      oracle.step(input, labelsOf(pictures, indices), { learningRate: 1, momentum: 0, weightDecay: 0 });
      await trainer.step(pictures, indices, settings);
      const after = oracle.readWeights();
      for (const { name, data } of await trainer.readGradients()) {
        const [old, now] = [before, after].map((weights) => weights.find((tensor) => tensor.name === name)?.data ?? new Float32Array());
        const gradient = data.map((_value, at) => (old?.[at] ?? 0) - (now?.[at] ?? 0));
        expectClose(data, gradient, `the gradient of ${name}`, precision === 'f16' ? 0.02 : 1e-4);
      }
    });
  });
});
