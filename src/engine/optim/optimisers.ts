import type { KernelName } from '../kernels';
import type { Constants } from '../kernels/expand';

export const optimiserNames = ['sgd', 'adam', 'adamw', 'nadam', 'rmsprop', 'adagrad', 'lion', 'muon'] as const;

export type OptimiserName = (typeof optimiserNames)[number];

/** Settings that some optimisers use; all of them use a learning rate and a weight decay. */
export interface OptimiserSettings {
  /** Share of the last velocity that is kept. */
  readonly momentum: number;
  /** Momentum that looks ahead (Sutskever et al., 2013), as PyTorch has it. */
  readonly nesterov: boolean;
  /** Share of the past in the running mean of gradients. */
  readonly beta1: number;
  /** Share of the past in the running mean of their squares (PyTorch's α of RMSprop), and in Lion's memory. */
  readonly beta2: number;
  /** Added to the root of the mean of squares. Above 0: padding has neither gradient nor mean. */
  readonly epsilon: number;
}

/** How weights are updated: the rule is in the kernel's shader, which names its source. */
export interface Optimiser {
  /** The settings that it uses, and what they are where nobody says. */
  readonly defaults: Partial<OptimiserSettings>;
  readonly kernel: KernelName;
  readonly constants?: Constants;
  /** What it remembers of each weight from step to step. */
  readonly states: readonly string[];
}

const MOMENTS = ['mean of gradients', 'mean of squared gradients'];

/** Defaults are PyTorch's, the momentum of SGD apart; for Lion and Muon the author's, whose AdamW serves biases and norms. */
export const optimisers: Readonly<Record<OptimiserName, Optimiser>> = {
  sgd: { kernel: 'sgd', defaults: { momentum: 0.9, nesterov: false }, states: ['velocity'] },
  adam: { kernel: 'adam', constants: { DECOUPLED: 0 }, defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, states: MOMENTS },
  adamw: { kernel: 'adam', constants: { DECOUPLED: 1 }, defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, states: MOMENTS },
  nadam: { kernel: 'nadam', defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, states: MOMENTS },
  rmsprop: { kernel: 'rmsprop', defaults: { momentum: 0, beta2: 0.99, epsilon: 1e-8 }, states: ['mean of squared gradients', 'velocity'] },
  adagrad: { kernel: 'adagrad', defaults: { epsilon: 1e-10 }, states: ['sum of squared gradients'] },
  lion: { kernel: 'lion', defaults: { beta1: 0.9, beta2: 0.99 }, states: ['mean of gradients'] },
  muon: { kernel: 'muon', defaults: { momentum: 0.95, nesterov: true, beta1: 0.9, beta2: 0.95, epsilon: 1e-10 }, states: MOMENTS },
};

/** Every setting, as it is with this optimiser where nobody says; those that it does not use are those of Adam and SGD. */
export function optimiserDefaults(optimiser: OptimiserName): OptimiserSettings {
  return { momentum: 0.9, nesterov: false, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...optimisers[optimiser].defaults };
}

export function usesSetting(optimiser: OptimiserName, name: keyof OptimiserSettings): boolean {
  return name in optimisers[optimiser].defaults;
}
