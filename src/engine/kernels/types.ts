import type { Constants } from './expand';

/**
 * How a kernel goes about its work:
 * `direct`   in registers, for any sizes;
 * `sliding`  in registers, with a window that slides along a row, for a stride and a dilation of 1;
 * `quad`     the same, four invocations sharing what they fetch through subgroup operations;
 * `tiled`    tiles in workgroup memory.
 */
export type VariantName = 'direct' | 'sliding' | 'quad' | 'tiled';

/** A way to cut an operator's work: what it adds to the operator's constants, and the workgroups it takes. */
export interface Tiling {
  readonly constants: Constants;
  readonly workgroups: number;
  /** Products of a matrix and a vector that the shader writes out: the more, the longer a compiler takes. */
  readonly products?: number;
}

/** A kernel written one way. */
export interface KernelVariant {
  readonly name: VariantName;
  readonly source: string;
  /** The WebGPU feature that a device must have for it. */
  readonly feature?: 'subgroups';
  /** The ways to cut an operator of these sizes, the likeliest first; none where this variant cannot do it. */
  tilings(sizes: Constants): readonly Tiling[];
  /**
   * Which of the first output's vectors of four, or 4 × 4 matrices, a workgroup makes, in order; absent where an operator never
   * costs so much that a part of it would be run.
   */
  readonly madeBy?: (constants: Constants, workgroup: number) => readonly number[];
}

/** One operator of the plan and its variants; the first is the plainest. */
export interface Kernel {
  readonly name: string;
  /** How each binding is used, in the order of `@binding`. */
  readonly bindings: readonly ('uniform' | 'read' | 'write')[];
  readonly variants: readonly KernelVariant[];
}
