import { everyNode, type Graph, type GraphNode } from '../graph/graph';
import type { LayerType } from '../layers';
import { volume } from '../shape';
import { deadShare, distributionOf, type Distribution } from './statistics';
import type { NamedTensor } from '../weights/layout';

/** How a layer of a network in training does. */
export interface LayerHealth {
  readonly path: string;
  /** Of what it gives for some pictures; not of layers that hand on what they get. */
  readonly activations?: Distribution;
  /** Of a ReLU: the share of its channels that are zero everywhere, for all of those pictures. */
  readonly dead?: number;
  /** Of its weights, without biases. */
  readonly weights?: Distribution;
  /** Of the last step's gradient with respect to those weights; not of frozen ones, nor before there was a step. */
  readonly gradients?: Distribution;
}

export interface HealthReport {
  /** The step of the run that the weights are from. */
  readonly step: number;
  /** Pictures that the activations are of. */
  readonly pictures: number;
  /** Those of which there is something to say, in the order of the network. */
  readonly layers: readonly LayerHealth[];
}

/** What there is to tell of what a layer gives: nothing where it only hands on, or moves, what it gets; channels that are always zero, of a ReLU. */
const told = {
  conv2d: 'values',
  locallyConnected2d: 'values',
  dense: 'values',
  maxPool2d: 'values',
  avgPool2d: 'values',
  globalAvgPool: 'values',
  flatten: 'passes through',
  padChannels: 'passes through',
  dropout: 'passes through',
  batchNorm: 'values',
  groupNorm: 'values',
  scale: 'values',
  residual: 'values',
  relu: 'values and dead channels',
  leakyRelu: 'values',
  prelu: 'values',
  elu: 'values',
  gelu: 'values',
  silu: 'values',
  sigmoid: 'values',
  tanh: 'values',
} as const satisfies Readonly<Record<LayerType, 'values' | 'values and dead channels' | 'passes through'>>;

/** Layers whose activations tell something of their own. */
export function telling(graph: Graph): readonly GraphNode[] {
  return everyNode(graph.nodes).filter(({ spec }) => told[spec.type] !== 'passes through');
}

/** Most pictures looked at: a channel that none of them excites is all but dead. */
const MOST_PICTURES = 32;
/** Most values of activations that are read and described at a look: about a tenth of a second's work. */
const MOST_VALUES = 4_000_000;

/** How many pictures to look at, so that a look stays cheap where activations are large. */
export function picturesToLookAt(graph: Graph): number {
  const values = telling(graph).reduce((sum, { output }) => sum + volume(output), 0);
  return Math.max(1, Math.min(MOST_PICTURES, Math.floor(MOST_VALUES / values)));
}

/**
 * Describes every layer.
 * @param outputs what layers give, by their paths: [picture][channel][row][column].
 * @param weights as they now are, by PyTorch's names.
 * @param gradients of the last step, by the same names; none before there was one.
 */
export function healthOf(
  graph: Graph,
  outputs: ReadonlyMap<string, Float32Array>,
  weights: readonly NamedTensor[],
  gradients: readonly NamedTensor[],
): readonly LayerHealth[] {
  const valuesOf = (tensors: readonly NamedTensor[]) => new Map(tensors.map(({ name, data }) => [name, data]));
  const [weightOf, gradientOf] = [valuesOf(weights), valuesOf(gradients)];
  const describe = (values: Float32Array | undefined) => values && distributionOf(values);
  return telling(graph).map(({ path, name, spec, output }) => {
    const values = outputs.get(path);
    const found = {
      activations: describe(values),
      dead: values && told[spec.type] === 'values and dead channels' ? deadShare(values, output.channels, output.height * output.width) : undefined,
      weights: describe(weightOf.get(`${name}.weight`)),
      gradients: describe(gradientOf.get(`${name}.weight`)),
    };
    return { path, ...present(found) };
  });
}

/** Without what is not there. */
function present(found: { readonly [Name in keyof Omit<LayerHealth, 'path'>]: LayerHealth[Name] | undefined }): Omit<LayerHealth, 'path'> {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
