import type { Constants } from '../../kernels/expand';
import type { Plan, TrainingPlan } from '../../plan/plan';
import type { TrialStep } from '../trialStep';
import type { Dot, Values } from '../noise';

/** Draws a place on a side of this length: at its ends more often than within. */
export type Digit = (side: number) => number;

/** One thing that an operator writes, and what should be there. */
export interface Output {
  readonly binding: number;
  /** How its numbers lie: sides, the outermost first; the innermost is the 4 of a vector or the 16 of a matrix. */
  readonly sides: readonly number[];
  /** Terms that are summed up in one number. */
  readonly terms: number;
  readonly value: Values;
  /** Draws a number that is to be compared, where not all of the storage is written. */
  readonly draw?: (digit: Digit) => number;
  /** Whole numbers, which lie as bits. */
  readonly whole?: boolean;
  /** For all but the first output: the vector or matrix of the first that the same workgroup makes. */
  readonly madeWith?: (index: number) => number;
}

/** What an operator works on in its trial. */
export interface Trial {
  readonly sizes: Constants;
  /** A size by its name. @throws Error where the operator has none such. */
  readonly size: (name: string) => number;
  /** What a binding holds before the operator runs. */
  readonly given: (binding: number) => Values;
  /** Sums of products of what two bindings hold. */
  readonly dot: (one: number, other: number) => Dot;
  readonly step: TrialStep;
  readonly plan: Plan | TrainingPlan;
}

/** What a binding holds in place of noise from −1 to 1: other noise, or words that are repeated. */
export type Holding = 'positive' | { readonly scale: number } | Uint32Array;

/** What a kernel computes, in plain double-precision arithmetic on what lies on the device. */
export interface OperatorRule {
  /** By binding. */
  readonly holds?: (trial: Omit<Trial, 'given' | 'dot'>) => Readonly<Record<number, Holding>>;
  /** The first is what decides how the work is cut. */
  readonly outputs: (trial: Trial) => readonly Output[];
}
