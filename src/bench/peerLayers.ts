import type { Graph, GraphNode } from '../engine/graph/graph';
import type { LayerType } from '../engine/layers';
import type { Shape } from '../engine/shape';
import type { NamedTensor } from '../engine/weights/layout';

/** Initial values of a layer, laid out as in PyTorch. */
interface Weights {
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
  /** A ReLU follows. */
  readonly relu: boolean;
}

/** A layer as every peer has it. */
export type PeerLayer =
  | (Weights & {
      readonly type: 'conv2d';
      readonly channels: number;
      readonly filters: number;
      readonly kernel: number;
      readonly stride: number;
      /** Zeros on every side. */
      readonly padding: number;
    })
  | { readonly type: 'maxPool2d'; readonly size: number; readonly stride: number }
  | { readonly type: 'relu' }
  | { readonly type: 'flatten' }
  /** `from`: the shape whose NCHW-flattened values come in. */
  | (Weights & { readonly type: 'dense'; readonly from: Shape; readonly units: number });

/** A layer among its neighbours, with what it is to begin with. */
interface Given {
  readonly node: GraphNode;
  /** The shape that was flattened, where the layer reads a vector. */
  readonly from: Shape;
  readonly weights: Weights;
}

/** The layers that all peers have, as they have them. */
const given = {
  conv2d: ({ node: { input, output, window }, weights }) => {
    const { kernel = 1, stride = 1, before } = window ?? {};
    return { type: 'conv2d', channels: input.channels, filters: output.channels, kernel, stride, padding: before?.rows ?? 0, ...weights };
  },
  maxPool2d: ({ node: { window } }) => ({ type: 'maxPool2d', size: window?.kernel ?? 1, stride: window?.stride ?? 1 }),
  relu: () => ({ type: 'relu' }),
  flatten: () => ({ type: 'flatten' }),
  dense: ({ node: { output }, from, weights }) => ({ type: 'dense', from, units: output.channels, ...weights }),
  locallyConnected2d: 'not given',
  avgPool2d: 'not given',
  globalAvgPool: 'not given',
  padChannels: 'not given',
  batchNorm: 'not given',
  groupNorm: 'not given',
  scale: 'not given',
  leakyRelu: 'not given',
  prelu: 'not given',
  elu: 'not given',
  gelu: 'not given',
  silu: 'not given',
  sigmoid: 'not given',
  tanh: 'not given',
  dropout: 'not given',
  residual: 'not given',
} as const satisfies Readonly<Record<LayerType, ((given: Given) => PeerLayer) | 'not given'>>;

/** Why peers cannot be given a network: `layers[3]: …`, with what would mend it. Undefined when they can. */
export function peerObstacle({ nodes }: Graph): string | undefined {
  for (const node of nodes) {
    const reason = reasonAgainst(node, nodes);
    if (reason !== undefined) return `${node.path}: ${reason}`;
  }
  const last = nodes.at(-1);
  return last?.spec.type === 'dense' ? undefined : `${last?.path ?? 'layers'}: a network for peers ends in a dense layer`;
}

function reasonAgainst({ spec, path, options, window }: GraphNode, nodes: readonly GraphNode[]): string | undefined {
  if (given[spec.type] === 'not given') {
    return `peers are given conv2d, maxPool2d, relu, flatten and dense, not ${spec.type}`;
  }
  if (options['frozen'] === true) return 'peers are given weights that all train';
  if (!window) return undefined;
  if (window.dilation > 1) return 'peers are given convolutions without dilation';
  if ((options['groups'] ?? 1) !== 1) return 'peers are given convolutions of one group';
  const flattened = nodes.find((node) => node.spec.type === 'flatten');
  if (flattened && nodes.findIndex((node) => node.path === path) > nodes.indexOf(flattened)) return `peers have no ${spec.type} behind flatten`;
  const zeros = new Set([window.before.rows, window.before.columns, window.after.rows, window.after.columns]);
  if (spec.type === 'maxPool2d' && !zeros.has(0)) return 'peers pool without padding';
  if (zeros.size > 1) return 'peers pad all sides alike: give the padding as a number';
  return undefined;
}

/** The layers with their initial values; a ReLU is part of the convolution or dense layer before it. @throws Error where `peerObstacle` objects. */
export function peerLayers(graph: Graph, weights: readonly NamedTensor[]): PeerLayer[] {
  const obstacle = peerObstacle(graph);
  if (obstacle !== undefined) throw new Error(obstacle);
  const layers: PeerLayer[] = [];
  let from = graph.input;
  for (const [at, node] of graph.nodes.entries()) {
    const { type } = node.spec;
    const relu = graph.nodes[at + 1]?.spec.type === 'relu';
    const folded = type === 'relu' && isWeighing(graph.nodes[at - 1]);
    const make: ((of: Given) => PeerLayer) | 'not given' = given[type];
    if (!folded && make !== 'not given') layers.push(make({ node, from, weights: { ...valuesOf(node, weights), relu } }));
    if (isWeighing(node) || type === 'maxPool2d') from = node.output;
  }
  return layers;
}

/** Layers that take a ReLU behind them in. */
const isWeighing = (node: GraphNode | undefined) => node?.spec.type === 'conv2d' || node?.spec.type === 'dense';

function valuesOf({ name }: GraphNode, weights: readonly NamedTensor[]): Omit<Weights, 'relu'> {
  const values = (of: string) => weights.find((tensor) => tensor.name === `${name}.${of}`)?.data;
  const bias = values('bias');
  return { weight: values('weight') ?? new Float32Array(), ...(bias ? { bias } : {}) };
}
