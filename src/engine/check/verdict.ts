import type { VariantName } from '../kernels/types';
import type { Plan } from '../plan/plan';

/** How far a kernel is from its reference: max |found − expected| / max |expected|. */
export interface Verdict {
  readonly kernel: string;
  readonly variant: VariantName;
  readonly error: number;
}

/** A verdict on the variant of a kernel that a plan runs. */
export function verdictOn({ dispatches }: Plan, kernel: string, error: number): Verdict {
  const variant = dispatches.find((dispatch) => dispatch.kernel === kernel)?.variant;
  if (variant === undefined) throw new Error(`the plan runs no ${kernel}`);
  return { kernel, variant, error };
}
