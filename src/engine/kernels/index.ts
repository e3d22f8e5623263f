import { conv2d, conv2dInputGrad, conv2dWeightGrad } from './convolution';
import { avgPool, avgPoolGrad, loadBatch, maxPool, maxPoolGrad, relu, reluGrad, sgd, softmaxCrossEntropy } from './elementwise';
import type { Kernel, KernelVariant, VariantName } from './types';

/** Every kernel there is. */
export const kernels: readonly Kernel[] = [
  ...[conv2d, conv2dInputGrad, conv2dWeightGrad],
  ...[maxPool, maxPoolGrad, avgPool, avgPoolGrad, relu, reluGrad],
  ...[loadBatch, softmaxCrossEntropy, sgd],
];

const byName = new Map(kernels.map((kernel) => [kernel.name, kernel]));

export function kernelNamed(name: string): Kernel {
  const kernel = byName.get(name);
  if (!kernel) throw new Error(`no kernel ${name}`);
  return kernel;
}

/** Chooses among a kernel's variants. */
export interface VariantChoice {
  /** What suits the adapter. */
  readonly preferred: VariantName;
  /** Variants found wrong on this driver, as `kernel/variant`. */
  readonly excluded: ReadonlySet<string>;
}

export function variantKey(kernel: string, variant: VariantName): string {
  return `${kernel}/${variant}`;
}

/** The preferred variant where the kernel has it and it is right on this driver, else any that is right. */
export function chooseVariant(kernel: Kernel, choice: VariantChoice): KernelVariant | undefined {
  const usable = kernel.variants.filter((variant) => !choice.excluded.has(variantKey(kernel.name, variant.name)));
  return usable.find((variant) => variant.name === choice.preferred) ?? usable[0];
}
