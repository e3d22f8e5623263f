import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { ReferenceOptimiser } from '../../src/engine/check/updates';
import type { Graph, GraphNode } from '../../src/engine/graph/graph';
import type { Shape } from '../../src/engine/graph/spec';
import type { Window } from '../../src/engine/layers/types';
import { optimiserDefaults, type OptimiserName } from '../../src/engine/optim/optimisers';
import type { Hyperparameters } from '../../src/engine/runtime/batch';
import type { NamedTensor } from '../../src/engine/weights/layout';
import type { LayerCase, LayerResult } from './cases';

// Keeps its advice to install a native backend off standard error.
tf.enableProdMode();

/** Below every value that a test draws, and finite, so that a gradient of zero stays zero. */
const LOWEST = -1e30;

/**
 * Zeros (or LOWEST) around the rows and columns of an NHWC batch. Written out rather than left to the pools, because the
 * gradient of a padded average in TensorFlow.js is wrong.
 */
function pad(x: tf.Tensor4D, { before, after }: Window, value = 0): tf.Tensor4D {
  return tf.pad(x, [[0, 0], [before.rows, after.rows], [before.columns, after.columns], [0, 0]], value) as tf.Tensor4D;
}

/** One layer on an NHWC batch, by its place in the graph; weights by PyTorch's names and in its layouts. */
function layer(node: GraphNode, x: tf.Tensor4D, weights: ReadonlyMap<string, tf.Tensor>): tf.Tensor4D {
  const weight = weights.get(`${node.name}.weight`);
  const bias = weights.get(`${node.name}.bias`);
  const { window } = node;
  switch (node.spec.type) {
    case 'conv2d': {
      if (!window || !weight) break;
      const filter = tf.transpose(weight as tf.Tensor4D, [2, 3, 1, 0]);
      const sum = tf.conv2d(pad(x, window), filter, window.stride, 'valid');
      return bias ? tf.add(sum, bias) : sum;
    }
    case 'dense': {
      if (!weight) break;
      const sum = tf.matMul(tf.reshape(x, [x.shape[0], -1]), weight as tf.Tensor2D, false, true);
      return tf.reshape(bias ? tf.add(sum, bias) : sum, [x.shape[0], 1, 1, -1]);
    }
    case 'maxPool2d':
      if (!window) break;
      return tf.maxPool(pad(x, window, LOWEST), window.kernel, window.stride, 'valid');
    case 'avgPool2d':
      if (!window) break;
      return tf.avgPool(pad(x, window), window.kernel, window.stride, 'valid');
    case 'relu':
      return tf.relu(x);
    case 'flatten':
      return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [x.shape[0], 1, 1, -1]);
  }
  throw new Error(`${node.path}: the oracle does not know ${node.spec.type}`);
}

function forward(graph: Graph, x: tf.Tensor4D, weights: ReadonlyMap<string, tf.Tensor>): tf.Tensor4D {
  return graph.nodes.reduce((value, node) => layer(node, value, weights), x);
}

const fromNchw = (values: Float32Array, { channels, height, width }: Shape): tf.Tensor4D =>
  tf.transpose(tf.tensor4d(values, [values.length / (channels * height * width), channels, height, width]), [0, 2, 3, 1]);
const toNchw = (x: tf.Tensor4D): Float32Array => floats(tf.transpose(x, [0, 3, 1, 2]));
const floats = (x: tf.Tensor): Float32Array => x.dataSync<'float32'>();

/** What TensorFlow.js makes of a case. */
export function byOracle({ graph, input, weights, outputGradient }: LayerCase): LayerResult {
  const names = weights.map(({ name }) => name);
  const run = (x: tf.Tensor, ...values: tf.Tensor[]) =>
    forward(graph, x as tf.Tensor4D, new Map(names.map((name, at) => [name, values[at] as tf.Tensor])));
  const inputs: [tf.Tensor, ...tf.Tensor[]] = [fromNchw(input, graph.input), ...weights.map(({ data, shape }) => tf.tensor(data, [...shape]))];
  const [inputGradient, ...gradients] = tf.grads(run)(inputs, fromNchw(outputGradient, graph.output));
  return {
    output: toNchw(run(...inputs)),
    inputGradient: toNchw(inputGradient as tf.Tensor4D),
    parameterGradients: weights.map(({ name, shape }, at) => ({ name, shape, data: floats(gradients[at] as tf.Tensor) })),
  };
}

/** Trains as PyTorch would: gradients of the mean cross-entropy by TensorFlow.js, updates of weights in double precision. */
export class OracleTrainer {
  private readonly weights: Map<string, tf.Variable>;
  private readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly weight: Float64Array }>;
  private readonly optimiser: ReferenceOptimiser;

  constructor(
    private readonly graph: Graph,
    weights: readonly NamedTensor[],
    optimiser: OptimiserName = 'sgd',
  ) {
    this.optimiser = new ReferenceOptimiser(optimiser);
    this.tensors = new Map(weights.map(({ name, shape, data }) => [name, { shape, weight: Float64Array.from(data) }]));
    this.weights = new Map(weights.map(({ name, shape, data }) => [name, tf.variable(tf.tensor(data.slice(), [...shape]))]));
  }

  /** One step on normalised NCHW pictures. @returns mean loss and accuracy before the update. */
  step(pictures: Float32Array, labels: readonly number[], hyperparameters: Hyperparameters) {
    const settings = { ...optimiserDefaults('sgd'), ...{ labelSmoothing: 0, clipNorm: 0, spareNorms: false }, ...hyperparameters };
    const figures = this.evaluate(pictures, labels, settings.labelSmoothing);
    const variables = [...this.weights.values()];
    const { grads } = tf.variableGrads(() => lossOf(this.logits(pictures), labels, settings.labelSmoothing), variables);
    const gradients = variables.map(({ name }) => Float64Array.from(floats(grads[name] as tf.Tensor)));
    const norm = Math.sqrt(gradients.flatMap((values) => [...values]).reduce((sum, value) => sum + value ** 2, 0));
    const factor = settings.clipNorm > 0 ? Math.min(1, settings.clipNorm / (norm + 1e-6)) : 1;
    const clipped = gradients.map((values) => values.map((value) => value * factor));
    const decayOf = ({ shape }: { readonly shape: readonly number[] }) => (settings.spareNorms && shape.length === 1 ? 0 : settings.weightDecay);
    this.optimiser.update([...this.tensors.values()], clipped, settings, decayOf);
    for (const [name, { shape, weight }] of this.tensors) this.weights.get(name)?.assign(tf.tensor(Float32Array.from(weight), [...shape]));
    return figures;
  }

  /** Mean loss and accuracy. */
  evaluate(pictures: Float32Array, labels: readonly number[], smoothing = 0) {
    const logits = this.logits(pictures);
    const right = tf.equal(tf.argMax(logits, 1), tf.tensor1d([...labels], 'int32'));
    const scalar = (x: tf.Tensor) => x.dataSync()[0] ?? Number.NaN;
    return { loss: scalar(lossOf(logits, labels, smoothing)), accuracy: scalar(tf.mean(tf.cast(right, 'float32'))) };
  }

  /** Probability of each class for each picture: [picture][class]. */
  predict(pictures: Float32Array): Float32Array {
    return floats(tf.softmax(this.logits(pictures)));
  }

  /** The weights, in the order they were given. */
  readWeights(): NamedTensor[] {
    return [...this.weights].map(([name, weight]) => ({ name, shape: weight.shape, data: floats(weight) }));
  }

  private logits(pictures: Float32Array): tf.Tensor2D {
    return tf.reshape(forward(this.graph, fromNchw(pictures, this.graph.input), this.weights), [-1, this.graph.output.channels]);
  }
}

/** Mean over the pictures of log Σ exp(z) − Σ y z; y is 1 at the label, less what is spread over all classes. */
function lossOf(logits: tf.Tensor2D, labels: readonly number[], smoothing: number): tf.Scalar {
  const classes = logits.shape[1];
  const targets = tf.add(tf.mul(tf.oneHot(tf.tensor1d([...labels], 'int32'), classes), 1 - smoothing), smoothing / classes);
  const ofLabel = tf.sum(tf.mul(logits, targets), 1);
  return tf.mean<tf.Scalar>(tf.sub(tf.logSumExp(logits, 1), ofLabel));
}
