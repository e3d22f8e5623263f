import type { ListedRun } from '../../state/listedRuns';
import { Column } from '../../state/series';
import { MovingAverage } from '../../state/smoothing';
import { linearScale, xScale, type AxisScale } from './scales';

/** The smoothed losses of all runs after a step; of those that have none there, undefined. */
export interface LossRow {
  readonly step: number;
  readonly losses: readonly (number | undefined)[];
}

export interface LossPicture {
  readonly rows: readonly LossRow[];
  readonly x: AxisScale;
  readonly y: AxisScale;
}

/** Share of the past in what is drawn: single batches of two dozen runs would be one thicket. */
const SMOOTHING = 0.9;
/** As many points a run as a chart can show. */
const MOST_POINTS = 150;
/** A loss that blows up leaves the picture at this many times where the highest of them began. */
const ROOM_ABOVE = 1.4;

/** The losses of a run, smoothed; not all of a long run, but the first and the last. */
function curve({ losses, steps }: ListedRun): ReadonlyMap<number, number> {
  const column = new Column();
  for (const loss of losses) column.push(loss);
  const smooth = new MovingAverage(column, SMOOTHING);
  smooth.follow();
  const stride = Math.ceil(steps / MOST_POINTS);
  const shown = losses.map((_, index) => index).filter((index) => index % stride === 0 || index === losses.length - 1);
  return new Map(shown.map((index) => [index + 1, smooth.at(index)]));
}

/** Undefined while there is nothing to draw. */
export function lossPicture(runs: readonly ListedRun[]): LossPicture | undefined {
  const curves = runs.map(curve);
  const steps = [...new Set(curves.flatMap((points) => [...points.keys()]))].toSorted((a, b) => a - b);
  if (steps.length === 0) return undefined;
  const rows = steps.map((step) => ({ step, losses: curves.map((points) => points.get(step)) }));
  const highest = Math.max(...curves.flatMap((points) => [...points.values()]));
  const firsts = Math.max(...curves.flatMap((points) => points.get(1) ?? []));
  const top = Math.min(highest, ROOM_ABOVE * firsts);
  return { rows, x: xScale('step', Math.max(...runs.map((run) => run.steps)), 5), y: linearScale(top, 4) };
}
