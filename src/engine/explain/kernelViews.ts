import { everyNode, type Graph, type GraphNode } from '../graph/graph';
import type { LayerType } from '../layers';
import type { LayerDefinition } from '../layers/types';
import type { Shape } from '../shape';

/** The weights of a layer as little pictures: kernels, one for each filter and each channel that it sees. */
export interface KernelView {
  readonly path: string;
  /** Of the tensor: `0.weight`. */
  readonly name: string;
  readonly filters: number;
  /** What they are called. */
  readonly kind: 'filter' | 'unit';
  /** Channels of its input that a filter sees. */
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  /** Where every position of the output has kernels of its own: how many rows and columns of them. */
  readonly positions?: { readonly rows: number; readonly columns: number };
  /** The channels are red, green and blue. */
  readonly isColour: boolean;
}

/** Layers whose weights can be looked at, in the order of the network. */
export function kernelViews(graph: Graph): readonly KernelView[] {
  return everyNode(graph.nodes).flatMap((node, at, nodes) => {
    const layout: Layout | 'no kernels' = layouts[node.spec.type];
    if (layout === 'no kernels') return [];
    const sizes = layout(node, nodes.slice(0, at));
    const isFirst = nodes.slice(0, at).every(({ parameters }) => parameters.length === 0);
    return [{ path: node.path, name: `${node.name}.weight`, ...sizes, isColour: isFirst && sizes.channels === 3 && graph.input.channels === 3 }];
  });
}

type Sizes = Omit<KernelView, 'path' | 'name' | 'isColour'>;

/** Lays out the weight of a layer. @param before the layers that come before it, from the first. */
type Layout = (node: GraphNode, before: readonly GraphNode[]) => Sizes;

const weightOf = ({ parameters }: GraphNode): readonly number[] => parameters.find(({ name }) => name === 'weight')?.shape ?? [];

/** How the weights of a layer are pictures. */
const layouts = {
  conv2d(node) {
    const [filters = 0, channels = 0, rows = 0, columns = 0] = weightOf(node);
    return { filters, kind: 'filter', channels, rows, columns };
  },
  locallyConnected2d(node) {
    const [filters = 0, down = 0, across = 0, channels = 0, rows = 0, columns = 0] = weightOf(node);
    return { filters, kind: 'filter', channels, rows, columns, positions: { rows: down, columns: across } };
  },
  dense(node, before) {
    const [filters = 0, inputs = 0] = weightOf(node);
    const picture = flattenedBefore(before);
    if (picture) return { filters, kind: 'unit', channels: picture.channels, rows: picture.height, columns: picture.width };
    // Of a vector, all weights are one picture: a row for each unit.
    return { filters: 1, kind: 'unit', channels: 1, rows: filters, columns: inputs };
  },
  maxPool2d: 'no kernels',
  avgPool2d: 'no kernels',
  globalAvgPool: 'no kernels',
  flatten: 'no kernels',
  padChannels: 'no kernels',
  batchNorm: 'no kernels',
  groupNorm: 'no kernels',
  scale: 'no kernels',
  dropout: 'no kernels',
  residual: 'no kernels',
  relu: 'no kernels',
  leakyRelu: 'no kernels',
  prelu: 'no kernels',
  elu: 'no kernels',
  gelu: 'no kernels',
  silu: 'no kernels',
  sigmoid: 'no kernels',
  tanh: 'no kernels',
} as const satisfies Readonly<Record<LayerType, Layout | 'no kernels'>>;

/** What a dense layer's input was before it was flattened, if that was more than a vector and each of its values is still in its place. */
function flattenedBefore(before: readonly GraphNode[]): Shape | undefined {
  const flatten = before.findLast(({ spec, definition }) => spec.type === 'flatten' || !keepsPlaces[definition.group]);
  return flatten?.spec.type === 'flatten' && flatten.input.height * flatten.input.width > 1 ? flatten.input : undefined;
}

/** Whether the layers of a group give a value for each of their input's, at the same place. */
const keepsPlaces: Readonly<Record<LayerDefinition['group'], boolean>> = {
  ...{ activation: true, regularisation: true, normalisation: true },
  ...{ convolution: false, pooling: false, dense: false, shape: false, block: false },
};

/** Which kernel of a view. */
export interface KernelPlace {
  readonly filter: number;
  readonly channel: number;
  /** Row by row, where there are several. */
  readonly position: number;
}

/** Where a kernel begins among the tensor's values, which are in PyTorch's order: [filter][position][channel][row][column]. */
export function kernelOffset({ channels, rows, columns, positions }: KernelView, { filter, channel, position }: KernelPlace): number {
  const count = positions ? positions.rows * positions.columns : 1;
  return ((filter * count + position) * channels + channel) * rows * columns;
}
