import { variantKey } from '../kernels/choice';
import type { VariantName } from '../kernels/types';
import type { AdapterTraits } from '../plan/traits';
import { ProblemError } from '../problem';
import type { PipelineCache } from '../runtime/pipelines';
import { checkJoins } from './joins';
import { checkLayer, layerChecks } from './layers';
import { optimiserChecks } from './optimisers';
import { checkStep } from './step';
import type { Verdict } from './verdict';

export interface KernelFailure {
  readonly kernel: string;
  readonly variant: VariantName;
  /** The relative error, or the device's message. */
  readonly detail: string;
}

export interface CheckResult {
  /** Kernel variants that were compared. */
  readonly checked: number;
  readonly failures: readonly KernelFailure[];
  /** The adapter's traits without the variants that failed. */
  readonly traits: AdapterTraits;
}

/** Halves are rounded to one part in 2048, on the way in and on the way out. */
const TOLERANCE = { f32: 1e-4, f16: 5e-3 };

/**
 * Compares every kernel variant that this adapter would use, forward and backward, with plain arithmetic on small random
 * data. A variant that is wrong or does not compile is left out, and the one that takes its place is compared as well.
 */
export async function checkKernels(device: GPUDevice, pipelines: PipelineCache, traits: AdapterTraits): Promise<CheckResult> {
  const compared = new Set<string>();
  const failures: KernelFailure[] = [];
  const excluded = new Set(traits.choice.excluded);
  let present = traits;
  let before: number;
  do {
    before = failures.length;
    const checks = [
      ...layerChecks.map((check) => () => checkLayer(check, device, pipelines, present)),
      () => checkJoins(device, pipelines, present),
      () => checkStep(device, pipelines, present),
      ...optimiserChecks.map((check) => () => check(device, pipelines, present)),
    ];
    const findings = await Promise.all(checks.map((check) => findingsOf(check, TOLERANCE[traits.precision])));
    for (const { kernel, variant, detail } of findings.flat()) {
      const key = variantKey(kernel, variant);
      compared.add(key);
      // Several checks may compare one variant: the first that finds it wrong is told.
      if (detail === undefined || excluded.has(key)) continue;
      failures.push({ kernel, variant, detail });
      excluded.add(key);
    }
    present = { ...traits, choice: { ...traits.choice, excluded } };
  } while (failures.length > before);
  return { checked: compared.size, failures, traits: present };
}

interface Finding {
  readonly kernel: string;
  readonly variant: VariantName;
  /** What is wrong with it, if anything is. */
  readonly detail?: string;
}

async function findingsOf(run: () => Promise<Verdict[]>, tolerance: number): Promise<Finding[]> {
  try {
    return (await run()).map(({ kernel, variant, error }) => {
      // Written so that an error that is no number fails.
      return error <= tolerance ? { kernel, variant } : { kernel, variant, detail: error.toExponential(1) };
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { code, params } = error.problem;
    // Nothing is left of a kernel that these need: it has been told already.
    if (code === 'training.kernelWrong') return [];
    if (code !== 'training.shaderRefused') throw error;
    return [{ kernel: String(params['kernel']), variant: params['variant'] as VariantName, detail: String(params['detail']) }];
  }
}
