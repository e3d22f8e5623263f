import { kernelNamed } from '../kernels';
import { chooseCandidate, type Candidate } from '../kernels/choice';
import type { Constants } from '../kernels/expand';
import type { VariantName } from '../kernels/types';
import { fail } from '../problem';
import type { AdapterTraits } from './traits';
import type { Operator } from './types';

/** An operator, whichever way it is done. */
type Work = Pick<Operator, 'kernel' | 'path' | 'pass' | 'sizes' | 'bindings' | 'flops'>;

/** One kernel run: all a device needs to know, as plain data. `sizes` say what the work is, whichever way it is done. */
export interface Dispatch extends Work {
  readonly variant: VariantName;
  readonly constants: Constants;
  /** Columns and rows that are dispatched: see {@link folded}. */
  readonly workgroups: readonly [number, number];
  /** Workgroups with work; those behind them in the last row have none. */
  readonly workgroupCount: number;
}

/** Chooses the way to run an operator. @throws ProblemError `training.kernelWrong` where none is left. */
export function settle(operator: Operator | Dispatch, traits: AdapterTraits): Dispatch {
  const work = 'variant' in operator ? operator : { ...operator, sizes: { ...operator.sizes, ...inPassing(operator) } };
  const kernel = kernelNamed(work.kernel);
  const candidate = chooseCandidate(kernel, work.sizes, traits.choice);
  if (!candidate) fail('training.kernelWrong', { kernel: kernel.name }, work.path);
  return dispatchOf(work, candidate, traits);
}

/** What an operator does beside its work, as its shader is told. */
function inPassing({ epilogue, mask }: Operator): Constants {
  return { ...(epilogue ? { RELU: Number(epilogue === 'relu') } : {}), ...(mask ? { MASK: Number(mask.by === 'relu') } : {}) };
}

/** An operator run one way, its workgroups folded into two dimensions. @throws ProblemError `model.dispatchTooLarge` */
export function dispatchOf(work: Work, candidate: Candidate, traits: AdapterTraits): Dispatch {
  const { variant, constants, workgroups } = candidate;
  const fold = folded(workgroups, traits.maxWorkgroupsPerDimension);
  if (!fold) fail('model.dispatchTooLarge', { needed: workgroups, allowed: traits.maxWorkgroupsPerDimension ** 2 }, work.path);
  const [columns] = fold;
  const { kernel, path, pass, sizes, bindings, flops } = work;
  const F16 = sizes['HALF'] === 1 && traits.choice.features.has('shader-f16') ? 1 : 0;
  return {
    ...{ kernel, variant: variant.name, path, pass, sizes, bindings, flops },
    constants: { HALF: 0, F16, ...sizes, ...constants, WORKGROUPS_X: columns },
    workgroups: fold,
    workgroupCount: workgroups,
  };
}

/** Workgroups that are not worth a second row. */
const ONE_ROW = 8;
/** Columns that are tried at least, however few rows that leaves. */
const TRIED = 32;

/**
 * Columns and rows for so many workgroups, at most `most` each: about as many of the one as of the other where there are many,
 * and such that the last workgroup is among the first of its row. Then the first few columns alone are a sample of an
 * operator's work from its beginning to its end, which the check of a run's own operators takes.
 * @returns undefined where they do not fit.
 */
export function folded(count: number, most: number): readonly [columns: number, rows: number] | undefined {
  if (count <= Math.min(ONE_ROW, most)) return [count, 1];
  const root = Math.sqrt(count);
  const least = Math.max(2, Math.ceil(count / most), Math.floor(root / 2));
  let best: readonly [number, number] | undefined;
  let fewest = Infinity;
  for (let columns = Math.min(most, Math.ceil(Math.max(2 * root, Math.min(count / 2, TRIED)))); columns >= least; columns--) {
    const rows = Math.ceil(count / columns);
    // Workgroups of the columns up to that of the last.
    const sampled = (((count - 1) % columns) + 1) * rows;
    if (rows <= most && sampled < fewest) [best, fewest] = [[columns, rows], sampled];
  }
  return best;
}
