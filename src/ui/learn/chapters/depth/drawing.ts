import type { Graph, GraphNode } from '../../../../engine/graph/graph';

/** Layers that are drawn side by side and stay together: one by itself, or those of a residual block. */
export interface Unit {
  readonly nodes: readonly GraphNode[];
  readonly isBlock: boolean;
}

/** Activations and normalisations change no shape: they are not drawn, nor is what fits an identity to its block. */
const DRAWN: readonly string[] = ['convolution', 'pooling', 'dense'];

export function unitsOf({ nodes }: Graph): readonly Unit[] {
  const units = nodes.map(({ inner: { layers }, ...node }) => ({ nodes: (layers ?? [{ ...node, inner: {} }]).filter(isDrawn), isBlock: layers !== undefined }));
  return units.filter((unit) => unit.nodes.length > 0);
}

function isDrawn({ definition }: GraphNode): boolean {
  return DRAWN.includes(definition.group);
}

/** A unit at its place: column and row of its first box. */
export interface Placed extends Unit {
  readonly column: number;
  readonly row: number;
}

/** Lays units out in rows of so many boxes, whole units in a row. */
export function placed(units: readonly Unit[], columns: number): readonly Placed[] {
  let [column, row] = [0, 0];
  return units.map((unit) => {
    if (column > 0 && column + unit.nodes.length > columns) [column, row] = [0, row + 1];
    const place = { ...unit, column, row };
    column += unit.nodes.length;
    return place;
  });
}
