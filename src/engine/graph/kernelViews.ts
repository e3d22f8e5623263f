import { everyNode, type Graph, type GraphNode } from './graph';
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
    const sizes = sizesOf(node, nodes.slice(0, at));
    if (!sizes) return [];
    const isFirst = nodes.slice(0, at).every(({ parameters }) => parameters.length === 0);
    return [{ path: node.path, name: `${node.name}.weight`, ...sizes, isColour: isFirst && sizes.channels === 3 && graph.input.channels === 3 }];
  });
}

/** @param before the layers that come before it, from the first. */
function sizesOf({ spec, parameters, input, output }: GraphNode, before: readonly GraphNode[]): Omit<KernelView, 'path' | 'name' | 'isColour'> | undefined {
  const shape = parameters.find(({ name }) => name === 'weight')?.shape ?? [];
  const [filters = 0, second = 0, third = 0] = shape;
  const kernel = shape.at(-1) ?? 0;
  switch (spec.type) {
    case 'conv2d':
      return { filters, kind: 'filter', channels: second, rows: kernel, columns: kernel };
    case 'locallyConnected2d':
      return { filters, kind: 'filter', channels: input.channels, rows: kernel, columns: kernel, positions: { rows: second, columns: third } };
    case 'dense': {
      const picture = flattenedBefore(before);
      if (picture) return { filters, kind: 'unit', channels: picture.channels, rows: picture.height, columns: picture.width };
      // Of a vector, all weights are one picture: a row for each unit.
      return { filters: 1, kind: 'unit', channels: 1, rows: output.channels, columns: second };
    }
    default:
      return undefined;
  }
}

/** What a dense layer's input was before it was flattened, if that was more than a vector and each of its values is still in its place. */
function flattenedBefore(before: readonly GraphNode[]): Shape | undefined {
  const flatten = before.findLast(({ spec, definition }) => spec.type === 'flatten' || !KEEPS_PLACES.has(definition.group));
  return flatten?.spec.type === 'flatten' && flatten.input.height * flatten.input.width > 1 ? flatten.input : undefined;
}

/** Groups of layers that give a value for each of their input's, at the same place. */
const KEEPS_PLACES: ReadonlySet<string> = new Set(['activation', 'regularisation', 'normalisation']);

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
