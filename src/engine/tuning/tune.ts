import { relativeError } from '../check/relativeError';
import { kernelNamed } from '../kernels';
import { candidatesFor, operatorKey, type Candidate } from '../kernels/choice';
import type { KernelVariant } from '../kernels/types';
import type { Plan } from '../plan/plan';
import { dispatchOf, type Dispatch } from '../plan/dispatch';
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
/** A candidate is passed over where its results are further than this from the usual one's, relative to the largest; halves are rounded. */
const TOLERANCE = { f32: 1e-4, f16: 2e-3 };
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
  /** Of each kernel and choice of variants, the variant that was fastest for the heaviest operator. */
  const leaders = new Map<string, KernelVariant>();
  let spent = 0;
  for (const [key, dispatch] of unknown(plan, traits)) {
    const measuring = measure(plan, dispatch, leaders, options);
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
 * Times the first tiling of each variant, unless the kernel's fastest is known, then the other tilings of the fastest.
 * @returns the name of the fastest candidate; undefined where the device has no room for a try.
 */
async function* measure(
  plan: Plan,
  dispatch: Dispatch,
  leaders: Map<string, KernelVariant>,
  { device, pipelines, traits, now }: TuneOptions,
): AsyncGenerator<undefined, string | undefined> {
  const kernel = kernelNamed(dispatch.kernel);
  const candidates = candidatesFor(kernel, dispatch.sizes, traits.choice);
  const [usual] = candidates;
  if (!usual) return undefined;
  const workpiece = await unlessRefused(Workpiece.create(device, plan, dispatch, kernel.bindings));
  if (!workpiece) return undefined;
  try {
    const wayOf = (candidate: Candidate) => dispatchOf(dispatch, candidate, traits);
    let best = usual;
    let bestTime = Infinity;
    const time = async (candidate: Candidate) => {
      const found = await unlessRefused(workpiece.time(wayOf(candidate), pipelines, now, HOPELESS * bestTime));
      if (found !== undefined && found < bestTime) [best, bestTime] = [candidate, found];
    };
    const tilingsOf = (variant: KernelVariant) => candidates.filter((candidate) => candidate.variant === variant);

    await unlessRefused(workpiece.prepare(wayOf(usual), pipelines, now));
    const variants = [...new Set(candidates.map(({ variant }) => variant))];
    const contest = [kernel.name, ...variants.map(({ name }) => name)].join();
    const leader = leaders.get(contest);
    for (const variant of leader ? [leader] : variants.slice(0, VARIANTS)) {
      for (const candidate of tilingsOf(variant).slice(0, 1)) {
        await time(candidate);
        yield;
      }
    }
    leaders.set(contest, best.variant);
    for (const candidate of tilingsOf(best.variant).slice(1)) {
      await time(candidate);
      yield;
    }
    const expected = await workpiece.results(wayOf(usual), pipelines);
    return isAlike(await workpiece.results(wayOf(best), pipelines), expected, TOLERANCE[traits.precision]) ? best.name : usual.name;
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

function isAlike(outputs: readonly Float32Array[], expected: readonly Float32Array[], tolerance: number): boolean {
  return expected.every((values, at) => relativeError(outputs[at] ?? [], values) <= tolerance);
}
