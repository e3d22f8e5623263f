import { operatorKey, variantKey } from '../kernels/choice';
import type { VariantName } from '../kernels/types';
import type { Plan } from '../plan/plan';
import type { Dispatch } from '../plan/dispatch';
import type { AdapterTraits } from '../plan/traits';
import type { Precision } from '../precision';
import { ProblemError } from '../problem';
import type { CompileProgress } from '../runtime/executor';
import type { PipelineCache } from '../runtime/pipelines';
import { tryOperators, type Contestant } from './trial';

/** A kernel variant that is wrong on this device. */
export interface KernelFailure {
  readonly kernel: string;
  readonly variant: VariantName;
  /** The layer it was to serve, `layers[0]`, or `batch`, `loss`, `update`. */
  readonly path: string;
  /** The relative error, or the compiler's message. */
  readonly detail: string;
}

/** All that was found out on a device so far. */
export interface ProofReport {
  /** Operators that were compared: kernels in a variant, with sizes and tiling. */
  readonly checked: number;
  readonly failures: readonly KernelFailure[];
  readonly milliseconds: number;
}

/**
 * Compares the operators of plans with plain arithmetic before they are trusted: each in the very shader that is to train, of
 * the same variant, sizes and tiling. Remembers what was found, so that no operator is compared twice on a device.
 */
export class Prover {
  private readonly right = new Set<string>();
  private readonly excluded: Record<Precision, ReadonlySet<string>> = { f32: new Set(), f16: new Set() };
  private present: ProofReport = { checked: 0, failures: [], milliseconds: 0 };

  /** @param now a clock in milliseconds. @param onReport hears of every comparison. */
  constructor(
    private readonly device: GPUDevice,
    private readonly pipelines: PipelineCache,
    private readonly now: () => number,
    private readonly onReport: (report: ProofReport) => void = () => undefined,
  ) {}

  get report(): ProofReport {
    return this.present;
  }

  /** The traits without the variants that were found wrong. */
  allowed(traits: AdapterTraits): AdapterTraits {
    const excluded = new Set([...traits.choice.excluded, ...this.excluded[traits.precision]]);
    return { ...traits, choice: { ...traits.choice, excluded } };
  }

  /**
   * Makes a plan, and makes it anew without what is wrong, until every operator of it is right.
   * @throws ProblemError `training.kernelWrong` where no right variant of a kernel is left, and what `make` throws.
   */
  async settle<P extends Plan>(make: (traits: AdapterTraits) => P, traits: AdapterTraits, onCompile?: CompileProgress): Promise<P> {
    for (;;) {
      const plan = make(this.allowed(traits));
      if (await this.prove(plan, traits.precision, onCompile)) return plan;
    }
  }

  /** @returns whether every operator of a plan is right. */
  private async prove(plan: Plan, precision: Precision, onCompile?: CompileProgress): Promise<boolean> {
    const unknown = new Map(plan.dispatches.map((dispatch) => [keyOf(dispatch), dispatch] as const).filter(([key]) => !this.right.has(key)));
    if (unknown.size === 0) return true;
    const failures: KernelFailure[] = [];
    const contestants = await this.compile([...unknown.values()], failures, onCompile);
    const began = this.now();
    const verdicts = await tryOperators(this.device, plan, contestants);
    for (const { dispatch, isRight, error } of verdicts) {
      if (isRight) this.right.add(keyOf(dispatch));
      else failures.push(failureOf(dispatch, error.toExponential(1)));
    }
    this.excluded[precision] = new Set([...this.excluded[precision], ...failures.map(({ kernel, variant }) => variantKey(kernel, variant))]);
    this.present = {
      checked: this.present.checked + verdicts.length,
      // Several operators may show one variant wrong: the first is told.
      failures: firstOfEach([...this.present.failures, ...failures]),
      milliseconds: this.present.milliseconds + this.now() - began,
    };
    this.onReport(this.present);
    return failures.length === 0;
  }

  /** Compiles all at once; what the compiler refuses is a failure of its variant. */
  private async compile(dispatches: readonly Dispatch[], failures: KernelFailure[], onCompile?: CompileProgress): Promise<Contestant[]> {
    let done = 0;
    const compiling = dispatches.map(async (dispatch): Promise<Contestant | undefined> => {
      try {
        const compiled = await this.pipelines.get(dispatch);
        onCompile?.(++done, dispatches.length);
        return { dispatch, compiled };
      } catch (error) {
        if (!(error instanceof ProblemError) || error.problem.code !== 'training.shaderRefused') throw error;
        failures.push(failureOf(dispatch, error.problem.params.detail));
        return undefined;
      }
    });
    return (await Promise.all(compiling)).filter((contestant) => contestant !== undefined);
  }
}

/** What is the same shader on bindings of the same sizes. */
function keyOf({ kernel, variant, constants, bindings }: Dispatch): string {
  return [variant, operatorKey(kernel, constants), ...bindings.map(({ size }) => size)].join(' ');
}

const failureOf = ({ kernel, variant, path }: Dispatch, detail: string): KernelFailure => ({ kernel, variant, path, detail });

function firstOfEach(failures: readonly KernelFailure[]): KernelFailure[] {
  const byVariant = new Map(failures.toReversed().map((failure) => [variantKey(failure.kernel, failure.variant), failure]));
  return failures.filter((failure) => byVariant.get(variantKey(failure.kernel, failure.variant)) === failure);
}
