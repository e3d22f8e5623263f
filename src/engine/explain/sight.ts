import type { Padding, Window } from '../layers/types';
import { graphUpTo, windowOf, type Graph, type GraphNode } from '../graph/graph';
import type { Shape } from '../shape';

/** The rows and columns from the first to the last that are seen, both included. Between them some may not be, where a dilation leaves gaps. */
export interface Area {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
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

/** Which rows and columns of some values are seen; of a vector perhaps one channel alone, which may be one value of a picture that was flattened. */
interface Places {
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
  readonly channel?: number;
}

const upTo = (length: number) => new Set(Array.from({ length }, (_, place) => place));
const wholeOf = ({ height, width }: Shape): Places => ({ rows: upTo(height), columns: upTo(width) });

function areaOf(places: Places | undefined): Area | undefined {
  if (!places) return undefined;
  const [rows, columns] = [[...places.rows], [...places.columns]];
  return { top: Math.min(...rows), bottom: Math.max(...rows), left: Math.min(...columns), right: Math.max(...columns) };
}

/** What lies under the windows of some places along one axis, the padding left out. */
function under({ kernel, stride, dilation, before }: Window, axis: keyof Padding, length: number, places: ReadonlySet<number>): ReadonlySet<number> {
  const steps = Array.from({ length: kernel }, (_, step) => step * dilation);
  const seen = [...places].flatMap((place) => steps.map((step) => place * stride + step - before[axis]));
  return new Set(seen.filter((at) => at >= 0 && at < length));
}

function together(one: Places | undefined, other: Places | undefined): Places | undefined {
  if (!one || !other) return one ?? other;
  const both = { rows: new Set([...one.rows, ...other.rows]), columns: new Set([...one.columns, ...other.columns]) };
  return one.channel !== undefined && one.channel === other.channel ? { ...both, channel: one.channel } : both;
}

/** What places of a layer's values see of the layer's input. */
function seenThrough(node: GraphNode, places: Places): Places | undefined {
  const { input, inner, definition } = node;
  const { reach } = definition;
  if (reach === 'ways') {
    return Object.values(inner)
      .map((way) => seenThroughAll(way, places))
      .reduce(together);
  }
  switch (reach.places) {
    case 'window': {
      const rows = under(windowOf(node), 'rows', input.height, places.rows);
      const columns = under(windowOf(node), 'columns', input.width, places.columns);
      return rows.size > 0 && columns.size > 0 ? { rows, columns } : undefined;
    }
    case 'all':
      return wholeOf(input);
    case 'linedUp': {
      if (places.channel === undefined) return wholeOf(input);
      const place = places.channel % (input.height * input.width);
      return { rows: new Set([Math.floor(place / input.width)]), columns: new Set([place % input.width]) };
    }
    case 'own':
      // A channel that the layer has put on sees nothing.
      return places.channel !== undefined && places.channel >= input.channels ? undefined : places;
  }
}

function seenThroughAll(nodes: readonly GraphNode[], places: Places): Places | undefined {
  return nodes.reduceRight<Places | undefined>((seen, node) => seen && seenThrough(node, seen), places);
}

interface Position {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** What the unit of a layer sees of the picture. @throws RangeError where there is no such layer. */
export function sightOf(graph: Graph, path: string, unit: Position): Sight {
  return sightThrough(graphUpTo(graph, path).nodes, unit);
}

/**
 * What a unit of the last of these layers sees of the picture, clipped at the borders of the picture and of every layer between:
 * windows walked back (Araujo et al., Distill 2019).
 */
export function sightThrough(nodes: readonly GraphNode[], unit: Position): Sight {
  let places: Places | undefined = { rows: new Set([unit.row]), columns: new Set([unit.column]), channel: unit.channel };
  const steps: SightStep[] = [];
  for (const node of nodes.toReversed()) {
    const { jump, size } = node.receptiveField;
    steps.unshift({ node, jump, size: Number.isFinite(size) ? size : undefined, area: areaOf(places) });
    places &&= seenThrough(node, places);
  }
  return { area: areaOf(places), steps };
}
