import type { Precision } from '../precision';
import { GPU_ORDER, SOFTWARE_ORDER, type VariantChoice } from '../kernels/choice';

/** What an adapter allows and prefers, and the precision that was asked for; a plan is made for it. */
export interface AdapterTraits {
  readonly choice: VariantChoice;
  readonly precision: Precision;
  /** 4 × 4 matrices of weight gradients in the making at once that keep it busy: sums are split until there are so many. */
  readonly parallelism: number;
  readonly maxWorkgroupsPerDimension: number;
  readonly maxBindingBytes: number;
  readonly maxBufferBytes: number;
}

/** Traits of an adapter that a CPU plays (`software`), or of a GPU. */
export function traitsFor(
  software: boolean,
  limits: Pick<AdapterTraits, 'maxWorkgroupsPerDimension' | 'maxBindingBytes' | 'maxBufferBytes'>,
  features: ReadonlySet<string> = new Set(),
): AdapterTraits {
  const order = software ? SOFTWARE_ORDER : GPU_ORDER;
  return { ...limits, choice: { order, features, excluded: new Set() }, precision: 'f32', parallelism: software ? 1024 : 32_768 };
}
