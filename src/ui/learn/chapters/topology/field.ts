import type { GraphNode } from '../../../../engine/graph/graph';
import { sightThrough } from '../../../../engine/explain/sight';
import { spanOf } from '../../../../engine/layers/window';

/** First and last row that a unit sees; columns are the same, for pictures and windows are square. */
export interface Seen {
  readonly from: number;
  readonly to: number;
}

/** The unit in the middle of a layer's output: the later of two. */
export function centreOf({ output }: GraphNode): number {
  return Math.floor(output.height / 2);
}

/**
 * What the centre unit of the last of these nodes sees of the picture; zeros beyond a border are no part of it. A value behind
 * `flatten` is that of the middle; a dense unit sees all that lies before it.
 */
export function seenByCentre(nodes: readonly GraphNode[]): Seen {
  const last = nodes.at(-1);
  const centre = last ? centreOf(last) : 0;
  const flattened = nodes.find(({ spec }) => spec.type === 'flatten')?.input;
  const channel = flattened ? Math.floor(flattened.height / 2) * flattened.width + Math.floor(flattened.width / 2) : 0;
  const { area } = sightThrough(nodes, { channel, row: centre, column: centre });
  return { from: area?.top ?? 0, to: area?.bottom ?? 0 };
}

/** A step of r ← r + (F − 1) j and j ← j S. */
export interface FieldStep {
  readonly node: GraphNode;
  readonly kernel: number;
  readonly stride: number;
  /** Receptive field and jump before the layer. */
  readonly before: { readonly size: number; readonly jump: number };
  /** Behind it, as the engine's graph has them. */
  readonly size: number;
  readonly jump: number;
}

/** The layers among these that widen what a unit sees, in order. */
export function fieldSteps(nodes: readonly GraphNode[]): readonly FieldStep[] {
  let before = { size: 1, jump: 1 };
  return nodes.flatMap((node) => {
    if (!node.window) return [];
    const step = { node, kernel: spanOf(node.window), stride: node.window.stride, before, ...node.receptiveField };
    before = node.receptiveField;
    return [step];
  });
}
