import type { VariantChoice } from '../kernels';

/** What an adapter allows and prefers; a plan is made for it. */
export interface AdapterTraits {
  readonly choice: VariantChoice;
  /** Invocations that keep it busy: weight gradients are split until there are so many. */
  readonly parallelism: number;
  readonly maxWorkgroupsPerDimension: number;
  readonly maxBindingBytes: number;
  readonly maxBufferBytes: number;
}

/** Traits of an adapter that a CPU plays (`software`), or of a GPU. */
export function traitsFor(
  software: boolean,
  limits: Pick<AdapterTraits, 'maxWorkgroupsPerDimension' | 'maxBindingBytes' | 'maxBufferBytes'>,
  excluded: ReadonlySet<string> = new Set(),
): AdapterTraits {
  return { ...limits, choice: { preferred: software ? 'direct' : 'tiled', excluded }, parallelism: software ? 256 : 16_384 };
}
