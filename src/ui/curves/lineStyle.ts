/** How the curve of a run is drawn, and the sample beside its figures. */
export interface LineStyle {
  readonly stroke: string;
  readonly strokeDasharray: string;
}

/** Colours that stay apart; tokens.css has them for the classes. */
const COLOURS = 10;
const DASHES = ['none', '6 3', '2 3', '8 3 2 3'];

/**
 * The first setting's value gives the colour and the second's the dashes; where there are not enough of either, they are
 * gone through in order.
 * @param counts values of each axis.
 */
export function lineStyle(run: number, [first = 0, second = 1]: readonly number[]): LineStyle {
  const byAxis = first <= COLOURS && second <= DASHES.length;
  const [colour, dash] = byAxis ? [Math.floor(run / second), run % second] : [run % COLOURS, Math.floor(run / COLOURS)];
  return { stroke: `var(--class-${colour})`, strokeDasharray: DASHES[dash] ?? 'none' };
}

/** Of one of `count` lines that nothing sorts: a few differ in colour and in dashes, many in one or the other. */
export function plainLine(index: number, count: number): LineStyle {
  return count <= DASHES.length ? lineStyle(index * (count + 1), [count, count]) : lineStyle(index, [count, 1]);
}
