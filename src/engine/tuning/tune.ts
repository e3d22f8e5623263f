import { relativeError } from '../check/relativeError';
import { kernelNamed } from '../kernels';
import { candidatesFor, operatorKey, type Candidate } from '../kernels/choice';
import { dispatchOf, type Dispatch, type Plan } from '../plan/plan';
import type { AdapterTraits } from '../plan/traits';
import { ProblemError } from '../problem';
import type { PipelineCache } from '../runtime/pipelines';
import { Workpiece } from './workpiece';

/** The name of the fastest candidate for the key of an operator. */
export type Found = ReadonlyMap<string, string>;

export interface TuneOptions {
  readonly device: GPUDevice;
  readonly pipelines: PipelineCache;
  readonly traits: AdapterTraits;
  /** Milliseconds that may be spent, compilation included; what is under way then is finished. */
  readonly budget: number;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/** Milliseconds that a run spends on measuring: what is not measured then waits for the next run. */
export const TUNING_BUDGET = 10_000;
/** A candidate is passed over where its results are further than this from the usual one's, relative to the largest. */
const TOLERANCE = 1e-4;
/** A candidate whose first run takes so many times the best is not run again. */
const HOPELESS = 1.5;
/** Variants that are measured for an operator, in the adapter's order: those behind them are far slower. */
const VARIANTS = 3;

/**
 * Measures the ways to run each operator of a plan whose best way is not known yet, those with the most operations first.
 * Gives what it has found after every measurement, so that training can go on in between; while it measures, nothing else
 * may use the device.
 * @returns what was found: less than all where the budget ran out.
 */
export async function* tune(plan: Plan, options: TuneOptions): AsyncGenerator<Found, Found> {
  const { traits, budget, now } = options;
  const found = new Map<string, string>();
  let spent = 0;
  for (const [key, dispatch] of unknown(plan, traits)) {
    const measuring = measure(plan, dispatch, options);
    while (spent < budget) {
      const began = now();
      const { done, value } = await measuring.next();
      spent += now() - began;
      if (done) {
        if (value !== undefined) found.set(key, value);
        break;
      }
      yield found;
    }
    await measuring.return(undefined);
    if (spent >= budget) break;
  }
  return found;
}

/** Operators of which there is something to find out, each once. */
function unknown({ dispatches }: Plan, { choice }: AdapterTraits): [key: string, dispatch: Dispatch][] {
  const operators = new Map(dispatches.map((dispatch) => [operatorKey(dispatch.kernel, dispatch.sizes), dispatch]));
  return [...operators]
    .filter(([key, { kernel, sizes }]) => !choice.tuned?.has(key) && candidatesFor(kernelNamed(kernel), sizes, choice).length > 1)
    .toSorted(([, a], [, b]) => b.flops - a.flops);
}

/**
 * Times the first tiling of each variant, then the other tilings of the fastest.
 * @returns the name of the fastest candidate; undefined where the device has no room for a try.
 */
async function* measure(plan: Plan, dispatch: Dispatch, options: TuneOptions): AsyncGenerator<undefined, string | undefined> {
  const { device, pipelines, traits, now } = options;
  const kernel = kernelNamed(dispatch.kernel);
  const workpiece = await unlessRefused(Workpiece.create(device, plan, dispatch, kernel.bindings));
  if (!workpiece) return undefined;
  try {
    const wayOf = (candidate: Candidate) => dispatchOf(dispatch, candidate, traits);
    const candidates = candidatesFor(kernel, dispatch.sizes, traits.choice);
    const variants = [...new Set(candidates.map(({ variant }) => variant))].slice(0, VARIANTS);
    const firsts = variants.flatMap((variant) => candidates.filter((candidate) => candidate.variant === variant).slice(0, 1));
    const [usual] = firsts;
    if (!usual) return undefined;
    await unlessRefused(workpiece.prepare(wayOf(usual), pipelines, now));
    let best = usual;
    let bestTime = Infinity;
    for (const candidate of firsts) {
      const time = (await unlessRefused(workpiece.time(wayOf(candidate), pipelines, now, HOPELESS * bestTime))) ?? Infinity;
      if (time < bestTime) [best, bestTime] = [candidate, time];
      yield;
    }
    const { variant } = best;
    for (const candidate of candidates.filter((other) => other.variant === variant && !firsts.includes(other))) {
      const time = (await unlessRefused(workpiece.time(wayOf(candidate), pipelines, now, HOPELESS * bestTime))) ?? Infinity;
      if (time < bestTime) [best, bestTime] = [candidate, time];
      yield;
    }
    const expected = await workpiece.results(wayOf(usual), pipelines);
    return isAlike(await workpiece.results(wayOf(best), pipelines), expected) ? best.name : usual.name;
  } finally {
    workpiece.destroy();
  }
}

/** Undefined where the device refuses: a shader that does not compile, or buffers for which it has no room. */
async function unlessRefused<T>(attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt;
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

function isAlike(outputs: readonly Float32Array[], expected: readonly Float32Array[]): boolean {
  return expected.every((values, at) => relativeError(outputs[at] ?? [], values) <= TOLERANCE);
}
