import { reachOf } from './Box';

export interface Corner {
  readonly x: number;
  readonly y: number;
}

/** Where the parts of the drawing stand, in CSS pixels: input, receptive field cut out, neurons; beside one another, or in two rows. */
export interface Layout {
  readonly input: Corner;
  readonly cell: number;
  readonly cut: Corner;
  readonly cutCell: number;
  readonly neurons: Corner;
  readonly neuronCell: number;
  readonly height: number;
}

const LABEL = 22;
/** The widest cut is of 11 points. */
const MOST_KERNEL = 11;

/** @param side points of a side of the input. @param count neurons in a row of the output. */
export function layoutOf(width: number, side: number, depth: number, count: number): Layout {
  const reach = reachOf(depth);
  const top = reach + 2;
  if (width < 640) {
    const cell = Math.max(1, Math.min(8, (width - reach - 4) / side));
    const below = top + side * cell + LABEL + reach + 12;
    const half = Math.max(1, width / 2 - 12);
    const neuronCell = half / count;
    return {
      ...{ input: { x: 1, y: top }, cell, cut: { x: 1, y: below }, cutCell: Math.max(1, (half - reach) / MOST_KERNEL) },
      ...{ neurons: { x: width - half, y: below }, neuronCell, height: below + half + LABEL },
    };
  }
  const cell = 9;
  const cutCell = 12;
  const neuronCell = 6;
  const cut = { x: 1 + side * cell + reach + 56, y: top + 70 };
  return {
    ...{
      input: { x: 1, y: top },
      cell,
      cut,
      cutCell,
      neurons: { x: Math.min(cut.x + MOST_KERNEL * cutCell + reach + 56, width - count * neuronCell - 2), y: top + 70 },
    },
    ...{ neuronCell, height: top + side * cell + LABEL },
  };
}
