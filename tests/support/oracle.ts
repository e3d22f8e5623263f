import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { ReferenceOptimiser } from './updates';
import { everyNode, windowOf, type Graph, type GraphNode } from '../../src/engine/graph/graph';
import type { LayerType } from '../../src/engine/layers';
import type { Shape } from '../../src/engine/shape';
import { numeric } from '../../src/engine/layers/options';
import type { ParameterSpec, Window } from '../../src/engine/layers/types';
import { optimiserDefaults, type OptimiserName } from '../../src/engine/optim/optimisers';
import type { Hyperparameters } from '../../src/engine/runtime/batch';
import type { NamedTensor } from '../../src/engine/weights/layout';
import type { LayerCase, LayerResult } from './layerCase';

// Keeps its advice to install a native backend off standard error.
tf.enableProdMode();

/** Below every value that a test draws, and finite, so that a gradient of zero stays zero. */
const LOWEST = -1e30;

/**
 * Zeros (or LOWEST) around the rows and columns of an NHWC batch. Written out rather than left to the pools, because the
 * gradient of a padded average in TensorFlow.js is wrong.
 */
function pad(x: tf.Tensor4D, { before, after }: Window, value = 0): tf.Tensor4D {
  return tf.pad<tf.Tensor4D>(
    x,
    [
      [0, 0],
      [before.rows, after.rows],
      [before.columns, after.columns],
      [0, 0],
    ],
    value,
  );
}

type Weights = ReadonlyMap<string, tf.Tensor>;

/** What a forward pass is for: training, which takes the statistics of the batch and tells what becomes of the running ones, or not. */
type Purpose = { readonly keep: (name: string, value: tf.Tensor) => void } | 'evaluation';

const isState = (name: string) => /running_(mean|var)$/.test(name);

/** The tensors of a graph of which something holds. */
function tensorsWhere(which: (spec: ParameterSpec) => boolean | undefined, { nodes }: Graph): ReadonlySet<string> {
  return new Set(everyNode(nodes).flatMap(({ name, parameters }) => parameters.filter(which).map((spec) => `${name}.${spec.name}`)));
}

/** The weights of a graph that training does not change. */
const frozenIn = (graph: Graph) => tensorsWhere((spec) => spec.isFrozen, graph);

function batchNorm(node: GraphNode, x: tf.Tensor4D, weights: Weights, purpose: Purpose): tf.Tensor4D {
  const tensor = (name: string) => weights.get(`${node.name}.${name}`) as tf.Tensor1D | undefined;
  const [weight, bias, runningMean, runningVar] = [tensor('weight'), tensor('bias'), tensor('running_mean'), tensor('running_var')];
  if (!bias || !runningMean || !runningVar) throw new Error(`${node.path}: a tensor is missing`);
  const { momentum, epsilon } = node.options as { momentum: number; epsilon: number };
  let [mean, variance] = [runningMean, runningVar];
  if (purpose !== 'evaluation') {
    const batch = tf.moments(x, [0, 1, 2]);
    [mean, variance] = [batch.mean as tf.Tensor1D, batch.variance as tf.Tensor1D];
    const count = x.size / bias.size;
    const moved = (before: tf.Tensor, now: tf.Tensor) => (count > 1 ? tf.add(tf.mul(before, 1 - momentum), tf.mul(now, momentum)) : before);
    purpose.keep(`${node.name}.running_mean`, moved(runningMean, mean));
    purpose.keep(`${node.name}.running_var`, moved(runningVar, tf.mul(variance, count / (count - 1))));
  }
  const normalised = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(weight ? tf.mul(normalised, weight) : normalised, bias);
}

/**
 * A [row, column, channel, filter] kernel with zeros between its values, which makes any convolution a dilated one:
 * TensorFlow.js has no gradient of its own.
 */
function spread(filter: tf.Tensor4D, dilation: number): tf.Tensor4D {
  const [kernel, , channels, filters] = filter.shape;
  const apart = tf.pad(tf.reshape(filter, [kernel, 1, kernel, 1, channels * filters]), [
    [0, 0],
    [0, dilation - 1],
    [0, 0],
    [0, dilation - 1],
    [0, 0],
  ]);
  const span = dilation * (kernel - 1) + 1;
  return tf.slice4d(tf.reshape(apart, [kernel * dilation, kernel * dilation, channels, filters]), [0, 0, 0, 0], [span, span, channels, filters]);
}

/** What each window of a padded NHWC batch sees, times the weights of its own position. */
function unshared(x: tf.Tensor4D, weight: tf.Tensor, { kernel, stride }: Window, { channels: filters, height, width }: Shape): tf.Tensor4D {
  const [batch, , , channels] = x.shape;
  const windows = Array.from({ length: height * width }, (_, position) => {
    const corner: [number, number, number, number] = [0, Math.floor(position / width) * stride, (position % width) * stride, 0];
    return tf.reshape(tf.transpose(tf.slice4d(x, corner, [batch, kernel, kernel, channels]), [0, 3, 1, 2]), [1, batch, -1]);
  });
  const weights = tf.reshape(tf.transpose(weight, [1, 2, 3, 4, 5, 0]), [height * width, -1, filters]);
  const sums = tf.matMul(tf.concat(windows, 0), weights);
  return tf.transpose(tf.reshape(sums, [height, width, batch, filters]), [2, 0, 1, 3]);
}

/** What a layer is computed from; weights by PyTorch's names and in its layouts. */
interface Given {
  readonly node: GraphNode;
  readonly weights: Weights;
  readonly purpose: Purpose;
}

/** One layer on an NHWC batch. */
type LayerOracle = (x: tf.Tensor4D, given: Given) => tf.Tensor4D;

const weightOf = ({ node, weights }: Given): tf.Tensor => weights.get(`${node.name}.weight`) ?? missing(`${node.path}: no weight`);

function biased(sum: tf.Tensor4D, { node, weights }: Given): tf.Tensor4D {
  const bias = weights.get(`${node.name}.bias`);
  return bias ? tf.add(sum, bias) : sum;
}

function missing(message: string): never {
  throw new Error(message);
}

/** What TensorFlow.js makes of each layer. */
const oracles: Readonly<Record<LayerType, LayerOracle>> = {
  conv2d(x, given) {
    const window = windowOf(given.node);
    const groups = Number(given.node.options['groups']);
    // A split into one has no gradient in TensorFlow.js.
    const parts = (whole: tf.Tensor4D) => (groups === 1 ? [whole] : tf.split<tf.Tensor4D>(whole, groups, 3));
    const channels = parts(pad(x, window));
    const filters = parts(spread(tf.transpose(weightOf(given) as tf.Tensor4D, [2, 3, 1, 0]), window.dilation));
    const sums = filters.map((filter, group) => tf.conv2d(channels[group] as tf.Tensor4D, filter, window.stride, 'valid'));
    return biased(groups === 1 ? (sums[0] as tf.Tensor4D) : tf.concat(sums, 3), given);
  },
  locallyConnected2d(x, given) {
    const window = windowOf(given.node);
    return biased(unshared(pad(x, window), weightOf(given), window, given.node.output), given);
  },
  dense(x, given) {
    const sum = tf.matMul(tf.reshape(x, [x.shape[0], -1]), weightOf(given), false, true);
    return biased(tf.reshape(sum, [x.shape[0], 1, 1, -1]), given);
  },
  maxPool2d(x, { node }) {
    const window = windowOf(node);
    return tf.maxPool(pad(x, window, LOWEST), window.kernel, window.stride, 'valid');
  },
  avgPool2d(x, { node }) {
    const window = windowOf(node);
    return tf.avgPool(pad(x, window), window.kernel, window.stride, 'valid');
  },
  globalAvgPool: (x) => tf.mean(x, [1, 2], true),
  batchNorm: (x, { node, weights, purpose }) => batchNorm(node, x, weights, purpose),
  groupNorm(x, { node, weights }) {
    const groups = numeric(node.options, 'channelGroups');
    const [batch, height, width, channels] = x.shape;
    const split = tf.reshape(x, [batch, height * width, groups, channels / groups]);
    const { mean, variance } = tf.moments(split, [1, 3], true);
    const normalised = tf.reshape(tf.mul(tf.sub(split, mean), tf.rsqrt(tf.add(variance, numeric(node.options, 'epsilon')))), x.shape);
    const [weight, bias] = [weights.get(`${node.name}.weight`), weights.get(`${node.name}.bias`)];
    return (weight && bias ? tf.add(tf.mul(normalised, weight), bias) : normalised) as tf.Tensor4D;
  },
  scale: (x, { node }) => tf.mul(x, numeric(node.options, 'factor')),
  relu: (x) => tf.relu(x),
  leakyRelu: (x, { node }) => tf.leakyRelu(x, numeric(node.options, 'slope')),
  prelu: (x, given) => tf.prelu(x, weightOf(given)) as tf.Tensor4D,
  // TensorFlow.js knows an alpha of 1 alone.
  elu: (x, { node }) => tf.add(tf.relu(x), tf.mul(tf.elu(tf.minimum(x, 0)), numeric(node.options, 'alpha'))),
  gelu: (x) => tf.mul(x, tf.div(tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1), 2)),
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  sigmoid: (x) => tf.sigmoid(x),
  tanh: (x) => tf.tanh(x),
  // What it is outside training, and in training at a rate of 0.
  dropout: (x) => tf.clone(x),
  flatten: (x) => tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [x.shape[0], 1, 1, -1]),
  padChannels: (x, { node }) =>
    tf.pad(x, [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, node.output.channels - node.input.channels],
    ]),
  residual: (x, { node, weights, purpose }) =>
    tf.add(sequence(node.inner['layers'] ?? [], x, weights, purpose), sequence(node.inner['shortcut'] ?? [], x, weights, purpose)),
};

/** Layers one behind the other. */
function sequence(nodes: readonly GraphNode[], x: tf.Tensor4D, weights: Weights, purpose: Purpose): tf.Tensor4D {
  return nodes.reduce((value, node) => oracles[node.spec.type](value, { node, weights, purpose }), x);
}

const fromNchw = (values: Float32Array, { channels, height, width }: Shape): tf.Tensor4D =>
  tf.transpose(tf.tensor4d(values, [values.length / (channels * height * width), channels, height, width]), [0, 2, 3, 1]);
const toNchw = (x: tf.Tensor4D): Float32Array => floats(tf.transpose(x, [0, 3, 1, 2]));
const floats = (x: tf.Tensor): Float32Array => x.dataSync<'float32'>();

/** What TensorFlow.js makes of a case, as a training step, or as an evaluation, which takes running statistics. */
export function byOracle({ graph, input, weights, outputGradient }: LayerCase, when: 'training' | 'evaluation' = 'training'): LayerResult {
  const tensorOf = ({ data, shape }: NamedTensor) => tf.tensor(data, [...shape]);
  const frozen = frozenIn(graph);
  const learns = ({ name }: NamedTensor) => !isState(name) && !frozen.has(name);
  const trained = weights.filter(learns);
  const kept = new Map(weights.filter((tensor) => !learns(tensor)).map((tensor) => [tensor.name, tensorOf(tensor)]));
  const after = new Map<string, tf.Tensor>();
  const run = (x: tf.Tensor, ...values: tf.Tensor[]) => {
    const tensors = new Map([...kept, ...trained.map(({ name }, at) => [name, values[at] as tf.Tensor] as const)]);
    return sequence(graph.nodes, x as tf.Tensor4D, tensors, when === 'evaluation' ? when : { keep: (name, value) => after.set(name, value) });
  };
  const inputs: [tf.Tensor, ...tf.Tensor[]] = [fromNchw(input, graph.input), ...trained.map(tensorOf)];
  const [inputGradient, ...gradients] = tf.grads(run)(inputs, fromNchw(outputGradient, graph.output));
  return {
    output: toNchw(run(...inputs)),
    inputGradient: toNchw(inputGradient as tf.Tensor4D),
    parameterGradients: trained.map(({ name, shape }, at) => ({ name, shape, data: floats(gradients[at] as tf.Tensor) })),
    states: [...after].map(([name, value]) => ({ name, shape: value.shape, data: floats(value) })),
  };
}

/** Trains as PyTorch would: gradients of the mean cross-entropy by TensorFlow.js, updates of weights in double precision. Keeps running statistics. */
export class OracleTrainer {
  private readonly weights: Map<string, tf.Variable>;
  private readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly weight: Float64Array }>;
  private readonly optimiser: ReferenceOptimiser;
  /** Shifts of normalisations. */
  private readonly shifts: ReadonlySet<string>;

  constructor(
    private readonly graph: Graph,
    weights: readonly NamedTensor[],
    optimiser: OptimiserName = 'sgd',
  ) {
    this.optimiser = new ReferenceOptimiser(optimiser);
    this.shifts = tensorsWhere((spec) => spec.isShift, graph);
    const frozen = frozenIn(graph);
    const trained = weights.filter(({ name }) => !isState(name) && !frozen.has(name));
    this.tensors = new Map(trained.map(({ name, shape, data }) => [name, { shape, weight: Float64Array.from(data) }]));
    this.weights = new Map(weights.map(({ name, shape, data }) => [name, tf.variable(tf.tensor(data.slice(), [...shape]))]));
  }

  /** One step on normalised NCHW pictures. @returns mean loss and accuracy before the update. */
  step(pictures: Float32Array, labels: readonly number[], hyperparameters: Hyperparameters) {
    const settings = { ...optimiserDefaults('sgd'), ...{ labelSmoothing: 0, clipNorm: 0, spareNorms: false, shiftRate: 1 }, ...hyperparameters };
    const after = new Map<string, tf.Tensor>();
    const training: Purpose = { keep: (name, value) => after.set(name, value) };
    const figures = figuresOf(this.logits(pictures, training), labels, settings.labelSmoothing);
    const variables = [...this.tensors.keys()].map((name) => this.weights.get(name) as tf.Variable);
    const passing: Purpose = { keep: () => undefined };
    const { grads } = tf.variableGrads(() => lossOf(this.logits(pictures, passing), labels, settings.labelSmoothing), variables);
    for (const [name, value] of after) this.weights.get(name)?.assign(value);
    const gradients = variables.map(({ name }) => Float64Array.from(floats(grads[name] as tf.Tensor)));
    const norm = Math.sqrt(gradients.flatMap((values) => [...values]).reduce((sum, value) => sum + value ** 2, 0));
    const factor = settings.clipNorm > 0 ? Math.min(1, settings.clipNorm / (norm + 1e-6)) : 1;
    const clipped = gradients.map((values) => values.map((value) => value * factor));
    const names = [...this.tensors.keys()];
    this.optimiser.update([...this.tensors.values()], clipped, settings, ({ shape }, at) => {
      const factor = this.shifts.has(names[at] ?? '') ? settings.shiftRate : 1;
      const weightDecay = settings.spareNorms && shape.length === 1 ? 0 : settings.weightDecay / factor;
      return { learningRate: settings.learningRate * factor, weightDecay };
    });
    for (const [name, { shape, weight }] of this.tensors) this.weights.get(name)?.assign(tf.tensor(Float32Array.from(weight), [...shape]));
    return figures;
  }

  /** Mean loss and accuracy. */
  evaluate(pictures: Float32Array, labels: readonly number[], smoothing = 0) {
    return figuresOf(this.logits(pictures, 'evaluation'), labels, smoothing);
  }

  /** Probability of each class for each picture: [picture][class]. */
  predict(pictures: Float32Array): Float32Array {
    return floats(tf.softmax(this.logits(pictures, 'evaluation')));
  }

  /** The weights, in the order they were given. */
  readWeights(): NamedTensor[] {
    return [...this.weights].map(([name, weight]) => ({ name, shape: weight.shape, data: floats(weight) }));
  }

  private logits(pictures: Float32Array, purpose: Purpose): tf.Tensor2D {
    return tf.reshape(sequence(this.graph.nodes, fromNchw(pictures, this.graph.input), this.weights, purpose), [-1, this.graph.output.channels]);
  }
}

function figuresOf(logits: tf.Tensor2D, labels: readonly number[], smoothing: number) {
  const right = tf.equal(tf.argMax(logits, 1), tf.tensor1d([...labels], 'int32'));
  const scalar = (x: tf.Tensor) => x.dataSync()[0] ?? Number.NaN;
  return { loss: scalar(lossOf(logits, labels, smoothing)), accuracy: scalar(tf.mean(tf.cast(right, 'float32'))) };
}

/** Mean over the pictures of log Σ exp(z) − Σ y z; y is 1 at the label, less what is spread over all classes. */
function lossOf(logits: tf.Tensor2D, labels: readonly number[], smoothing: number): tf.Scalar {
  const classes = logits.shape[1];
  const targets = tf.add(tf.mul(tf.oneHot(tf.tensor1d([...labels], 'int32'), classes), 1 - smoothing), smoothing / classes);
  const ofLabel = tf.sum(tf.mul(logits, targets), 1);
  return tf.mean<tf.Scalar>(tf.sub(tf.logSumExp(logits, 1), ofLabel));
}
