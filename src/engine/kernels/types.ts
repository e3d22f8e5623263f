import type { Constants } from './expand';

/** Which of a kernel's variants an adapter is given first: registers for CPU adapters, workgroup tiles for GPUs. */
export type VariantName = 'direct' | 'tiled';

/** A kernel written for one kind of adapter. */
export interface KernelVariant {
  readonly name: VariantName;
  readonly source: string;
  /** Constants of this variant (tile sizes, workgroup size) and the workgroups it takes, for an operator's sizes. */
  tile(sizes: Constants): { readonly constants: Constants; readonly workgroups: number };
}

/** One operator of the plan and its variants; the first is the plainest. */
export interface Kernel {
  readonly name: string;
  /** How each binding is used, in the order of `@binding`. */
  readonly bindings: readonly ('uniform' | 'read' | 'write')[];
  readonly variants: readonly KernelVariant[];
}
