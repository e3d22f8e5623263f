import type { ListedRun } from '../../../state/listedRuns';
import { Column } from '../../../state/series';
import { MovingAverage } from '../../../state/smoothing';

/** A network, by its place among those that are compared, and the step after which its smoothed loss was first at the level. */
export interface Reached {
  readonly index: number;
  readonly step: number;
}

/** A network against the one with the least loss at the end. */
export interface Behind {
  readonly index: number;
  /** Mean, over the last steps, of its loss less that of the best on the same batch. */
  readonly difference: number;
  /** Two standard errors of that mean: a smaller difference may come from the batches alone. */
  readonly scatter: number;
}

/** What the curves of a comparison show, and how far they can be trusted. */
export interface Findings {
  /** Those whose loss is no lower at the end than at the beginning. */
  readonly notFallen: readonly number[];
  /** The lowest smoothed loss that every network came down to; the first steps, of which a mean says little, are left out. */
  readonly level: number;
  /** Who was there when, the fastest first. */
  readonly reached: readonly Reached[];
  /** Least loss over the last steps. */
  readonly best: number;
  /** The others, the nearest first. */
  readonly others: readonly Behind[];
  /** How many the last steps are. */
  readonly lastSteps: number;
}

/** Share of the past in the smoothed loss, as in the chart. */
const SMOOTHING = 0.9;
/** Fewer steps say nothing. */
export const FEWEST_STEPS = 10;
/** The end is this share of a run. */
const LAST_SHARE = 0.2;

/** All networks were trained on the same batches to the same length; undefined for runs that are too short or that are not whole. */
export function findingsOf(runs: readonly ListedRun[]): Findings | undefined {
  const steps = runs[0]?.steps ?? 0;
  if (runs.length < 2 || steps < FEWEST_STEPS || runs.some(({ outcome, losses }) => outcome?.kind !== 'trained' || losses.length < steps)) return undefined;
  const curves = runs.map(({ losses }) => smoothed(losses).slice(FEWEST_STEPS - 1));
  const level = Math.max(...curves.map((curve) => Math.min(...curve)));
  const reached = curves.map((curve, index) => ({ index, step: curve.findIndex((loss) => loss <= level) + FEWEST_STEPS }));
  const lastSteps = Math.max(FEWEST_STEPS, Math.ceil(LAST_SHARE * steps));
  const part = Math.min(lastSteps, Math.floor(steps / 2));
  const notFallen = runs.flatMap(({ losses }, index) => (mean(losses.slice(-part)) < mean(losses.slice(0, part)) ? [] : [index]));
  const ends = runs.map(({ losses }) => losses.slice(-lastSteps));
  const means = ends.map(mean);
  const best = means.indexOf(Math.min(...means));
  const others = ends.flatMap((end, index) => (index === best ? [] : [{ index, ...paired(end, ends[best] ?? []) }]));
  return {
    ...{ notFallen, level, best, lastSteps },
    reached: reached.toSorted((a, b) => a.step - b.step),
    others: others.toSorted((a, b) => a.difference - b.difference),
  };
}

function smoothed(losses: readonly number[]): readonly number[] {
  const column = new Column();
  for (const loss of losses) column.push(loss);
  const average = new MovingAverage(column, SMOOTHING);
  average.follow();
  return losses.map((_, index) => average.at(index));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean difference of pairs, and two standard errors of it. */
function paired(a: readonly number[], b: readonly number[]): Omit<Behind, 'index'> {
  const differences = a.map((value, index) => value - (b[index] ?? 0));
  const difference = mean(differences);
  const variance = differences.reduce((sum, each) => sum + (each - difference) ** 2, 0) / (differences.length - 1);
  return { difference, scatter: 2 * Math.sqrt(variance / differences.length) };
}

/** Two standard errors of an accuracy that was found on so many pictures, each right or wrong by itself. */
export function accuracyScatter(accuracy: number, pictures: number): number {
  return 2 * Math.sqrt((accuracy * (1 - accuracy)) / pictures);
}
