import type { Padding, Window } from '../layers/types';
import { graphUpTo, type Graph, type GraphNode } from './graph';
import type { Shape } from './spec';

/** Rows and columns from the first to the last, both included; of a vector perhaps one channel alone. */
export interface Area {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  /** Where only one channel of a vector is meant, which may be one value of a picture that was flattened. */
  readonly channel?: number;
}

/** A layer on the way from the picture to a unit. */
export interface SightStep {
  readonly node: GraphNode;
  /** What the unit sees of this layer's values: undefined for nothing. */
  readonly area: Area | undefined;
  /** Rows that a value of this layer sees of the picture, the border not counted; undefined where it sees all of it. */
  readonly size: number | undefined;
  /** Rows of the picture between what neighbours see. */
  readonly jump: number;
}

/** What a unit sees. */
export interface Sight {
  /** Of the picture; undefined for nothing, as a channel of zeros sees. */
  readonly area: Area | undefined;
  /** Layer by layer, from the picture to the unit's own. */
  readonly steps: readonly SightStep[];
}

const wholeOf = ({ height, width }: Shape): Area => ({ top: 0, bottom: height - 1, left: 0, right: width - 1 });

/** The first and the last value under the windows of `first` to `last` along one axis, the padding left out. */
function under({ kernel, stride, dilation, before }: Window, axis: keyof Padding, length: number, first: number, last: number) {
  let [from, to] = [length, -1];
  for (let place = first; place <= last; place++) {
    for (let step = 0; step < kernel; step++) {
      const at = place * stride + step * dilation - before[axis];
      if (at < 0 || at >= length) continue;
      [from, to] = [Math.min(from, at), Math.max(to, at)];
    }
  }
  return to < 0 ? undefined : { from, to };
}

/** The least area that holds two. */
function around(one: Area | undefined, other: Area | undefined): Area | undefined {
  if (!one || !other) return one ?? other;
  const area = {
    ...{ top: Math.min(one.top, other.top), bottom: Math.max(one.bottom, other.bottom) },
    ...{ left: Math.min(one.left, other.left), right: Math.max(one.right, other.right) },
  };
  return one.channel !== undefined && one.channel === other.channel ? { ...area, channel: one.channel } : area;
}

/** What an area of a layer's values sees of the layer's input. */
function seenThrough(node: GraphNode, area: Area): Area | undefined {
  const { input, window, inner } = node;
  if (window) {
    const rows = under(window, 'rows', input.height, area.top, area.bottom);
    const columns = under(window, 'columns', input.width, area.left, area.right);
    return rows && columns && { top: rows.from, bottom: rows.to, left: columns.from, right: columns.to };
  }
  const ways = Object.values(inner);
  if (ways.length > 0) return ways.map((way) => seenThroughAll(way, area)).reduce(around);
  switch (node.spec.type) {
    case 'dense':
    case 'globalAvgPool':
      return wholeOf(input);
    case 'flatten': {
      if (area.channel === undefined) return wholeOf(input);
      const place = area.channel % (input.height * input.width);
      const [row, column] = [Math.floor(place / input.width), place % input.width];
      return { top: row, bottom: row, left: column, right: column };
    }
    case 'padChannels':
      return area.channel !== undefined && area.channel >= input.channels ? undefined : area;
    default:
      return area;
  }
}

function seenThroughAll(nodes: readonly GraphNode[], area: Area | undefined): Area | undefined {
  return nodes.reduceRight<Area | undefined>((seen, node) => seen && seenThrough(node, seen), area);
}

/** Whether each value of a layer sees all of the layer's input. */
const seesAll = ({ spec: { type } }: GraphNode) => type === 'dense' || type === 'globalAvgPool';

/**
 * What the unit of a layer sees of the picture, clipped at the borders of the picture and of every layer between: windows walked
 * back (Araujo et al., Distill 2019). @throws RangeError where there is no such layer.
 */
export function sightOf(graph: Graph, path: string, unit: { readonly channel: number; readonly row: number; readonly column: number }): Sight {
  const { nodes } = graphUpTo(graph, path);
  let area: Area | undefined = { top: unit.row, bottom: unit.row, left: unit.column, right: unit.column, channel: unit.channel };
  const steps: SightStep[] = [];
  for (const node of nodes.toReversed()) {
    steps.unshift({ ...{ node, area, jump: node.receptiveField.jump }, size: node.receptiveField.size });
    area &&= seenThrough(node, area);
  }
  const first = nodes.findIndex(seesAll);
  return { area, steps: steps.map((step, at) => (first >= 0 && at >= first ? { ...step, size: undefined } : step)) };
}
