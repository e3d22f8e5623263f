import type { Graph, GraphNode } from '../graph/graph';
import { spanOf } from '../layers/window';

/** A part of a picture, in points; what lies beyond its edge is left out. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** The part of the input that one position of a network's output sees: every window on the way there, traced back to its input. */
export function fieldOf(graph: Graph, row: number, column: number): Box {
  const [top, bottom] = within(traced(graph.nodes, [row, row], 'height'), graph.input.height);
  const [left, right] = within(traced(graph.nodes, [column, column], 'width'), graph.input.width);
  return { top, left, height: bottom - top + 1, width: right - left + 1 };
}

type Range = readonly [first: number, last: number];

const within = ([first, last]: Range, side: number): Range => [Math.max(first, 0), Math.min(last, side - 1)];

function traced(nodes: readonly GraphNode[], range: Range, side: 'height' | 'width'): Range {
  return nodes.reduceRight((seen, node) => behind(node, seen, side), range);
}

/** What of a layer's input a range of its output is made from. */
function behind(node: GraphNode, range: Range, side: 'height' | 'width'): Range {
  const ways = Object.values(node.inner);
  if (ways.length > 0) {
    const ranges = ways.map((nodes) => traced(nodes, range, side));
    return [Math.min(...ranges.map(([first]) => first)), Math.max(...ranges.map(([, last]) => last))];
  }
  const { window } = node;
  if (!window) return node.output[side] === node.input[side] ? range : [0, node.input[side] - 1];
  const { rows, columns } = window.before;
  const before = side === 'height' ? rows : columns;
  return [range[0] * window.stride - before, range[1] * window.stride - before + spanOf(window) - 1];
}
