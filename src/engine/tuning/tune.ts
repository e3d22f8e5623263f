import { relativeError } from '../check/relativeError';
import { kernelNamed } from '../kernels';
import { candidatesFor, operatorKey } from '../kernels/choice';
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

/** A candidate is passed over where its results are further than this from the usual one's, relative to the largest. */
const TOLERANCE = 1e-4;
/** A candidate whose first run takes so many times the best is not run again. */
const HOPELESS = 1.5;

/**
 * Measures the ways to run each operator of a plan whose best way is not known yet, those with the most operations first.
 * Stops after every measurement, so that training can go on in between; nothing else may use the device meanwhile.
 * @returns what was found: less than all where the budget ran out.
 */
export async function* tune(plan: Plan, options: TuneOptions): AsyncGenerator<undefined, Found> {
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
      yield;
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
 * Runs every candidate for one operator.
 * @returns the name of the fastest that gives the usual results; undefined where the device has no room for a try.
 */
async function* measure(plan: Plan, dispatch: Dispatch, options: TuneOptions): AsyncGenerator<undefined, string | undefined> {
  const { device, pipelines, traits, now } = options;
  const kernel = kernelNamed(dispatch.kernel);
  const workpiece = await unlessRefused(Workpiece.create(device, plan, dispatch, kernel.bindings));
  if (!workpiece) return undefined;
  try {
    let best: { readonly name?: string; readonly time: number } = { time: Infinity };
    let usual: Float32Array[] | undefined;
    for (const candidate of candidatesFor(kernel, dispatch.sizes, traits.choice)) {
      const way = dispatchOf(dispatch, candidate, traits);
      const time = (await unlessRefused(workpiece.time(way, pipelines, now, HOPELESS * best.time))) ?? Infinity;
      usual ??= await workpiece.read();
      if (time < best.time && isAlike(await workpiece.read(), usual)) best = { name: candidate.name, time };
      yield;
    }
    return best.name;
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
