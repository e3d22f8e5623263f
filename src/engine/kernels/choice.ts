import type { Constants } from './expand';
import type { Kernel, KernelVariant, Tiling, VariantName } from './types';

/** What decides between the ways to run an operator. */
export interface VariantChoice {
  /** Variants in the order in which they suit the adapter. */
  readonly order: readonly VariantName[];
  /** WebGPU features of the device. */
  readonly features: ReadonlySet<string>;
  /** Variants found wrong on this driver, as `kernel/variant`. */
  readonly excluded: ReadonlySet<string>;
  /** Takes what compiles soonest among the tilings of a variant, so that training can begin. */
  readonly hurry?: boolean;
  /** What the tuner found fastest: the name of a candidate for the key of an operator. */
  readonly tuned?: ReadonlyMap<string, string>;
}

/** One way to run an operator. */
export interface Candidate extends Tiling {
  readonly variant: KernelVariant;
  /** `quad PIXELS=8 GROUPS=2`. */
  readonly name: string;
}

/** Orders for adapters that a CPU plays, whose workgroup memory and barriers are slow, and for GPUs. */
export const SOFTWARE_ORDER: readonly VariantName[] = ['quad', 'sliding', 'direct', 'tiled'];
export const GPU_ORDER: readonly VariantName[] = ['tiled', 'quad', 'sliding', 'direct'];

export function variantKey(kernel: string, variant: VariantName): string {
  return `${kernel}/${variant}`;
}

/** Operators with the same key do the same work. */
export function operatorKey(kernel: string, sizes: Constants): string {
  const entries = Object.entries(sizes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [kernel, ...entries.map(([name, value]) => `${name}=${value}`)].join(' ');
}

/** The ways to run an operator on this adapter: in the adapter's order of variants, each variant's likeliest tiling first. */
export function candidatesFor(kernel: Kernel, sizes: Constants, { order, features, excluded }: VariantChoice): Candidate[] {
  const rank = (variant: KernelVariant) => order.indexOf(variant.name);
  return kernel.variants
    .filter(({ name, feature }) => !excluded.has(variantKey(kernel.name, name)) && (feature === undefined || features.has(feature)))
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((variant) =>
      variant.tilings(sizes).map((tiling) => {
        const settings = Object.entries(tiling.constants).map(([name, value]) => `${name}=${value}`);
        return { ...tiling, variant, name: [variant.name, ...settings].join(' ') };
      }),
    );
}

/** What the tuner found for such an operator, where it still applies; else the first candidate. In a hurry, the first variant's quickest to compile. */
export function chooseCandidate(kernel: Kernel, sizes: Constants, choice: VariantChoice): Candidate | undefined {
  const candidates = candidatesFor(kernel, sizes, choice);
  if (choice.hurry) {
    const tilings = candidates.filter(({ variant }) => variant === candidates[0]?.variant);
    return tilings.toSorted((a, b) => (a.products ?? 0) - (b.products ?? 0))[0];
  }
  const tuned = choice.tuned?.get(operatorKey(kernel.name, sizes));
  return candidates.find(({ name }) => name === tuned) ?? candidates[0];
}
