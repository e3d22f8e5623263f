import type { Constants } from '../kernels/expand';
import type { KernelName } from '../kernels';
import type { ParameterSpec } from '../layers/types';
import type { Shape } from '../shape';

/** Values of a batch on the device: [picture][row][column][channel group] of four channels, padded with zeros to a multiple of four. */
export interface Tensor {
  readonly storage: number;
  readonly shape: Shape;
  /** Groups of four channels at each position. */
  readonly channelGroups: number;
  /**
   * Where each channel lies among the padded ones, when that is not simply its own number: a flattened picture keeps
   * its order on the device and only its channels are counted anew, in NCHW order.
   */
  readonly channelMap?: readonly number[];
  /** Positions of the picture that was flattened, where there were several: its channels lie [position][channel]. */
  readonly positions?: number;
  /** Whether anything behind it wants its gradient. */
  readonly differentiable: boolean;
}

/** A piece of memory that dispatches read and write. */
export interface Storage {
  readonly name: string;
  readonly bytes: number;
  /** Holds values in half precision. */
  readonly half?: boolean;
  /**
   * `transient` lives from its first to its last dispatch and shares memory; `lent` is memory of someone else, which is
   * handed to the executor and bound whole; the rest live as long as the plan.
   */
  readonly kind: 'transient' | 'lent' | 'parameters' | 'state' | 'optimiser' | 'gradients' | 'step' | 'input' | 'constant' | 'output';
}

export interface Binding {
  readonly storage: number;
  readonly offset: number;
  readonly size: number;
}

export type Pass = 'load' | 'forward' | 'loss' | 'backward' | 'update';

/** A kernel to run on some bindings; which variant runs it is settled later. */
export interface Operator {
  readonly kernel: KernelName;
  /** The layer it serves, `layers[0]`, or `batch`, `loss`, `update`. */
  readonly path: string;
  readonly pass: Pass;
  readonly sizes: Constants;
  readonly bindings: readonly Binding[];
  /** Floating-point operations, a multiply-add counted as two; 0 for kernels that only move data. */
  readonly flops: number;
  /** The storage of the tensor that it makes, where it makes one. */
  readonly makes?: number;
  /** What is done to each value that it makes before it is written; absent where its kernel can do nothing more. */
  readonly epilogue?: 'none' | 'relu';
  /** What masks each value that it makes; absent where its kernel cannot mask. */
  readonly mask?: Mask;
}

/** A value passes where the output of a ReLU at its place is above zero. */
export interface Mask {
  /** Which binding that output is: something else stands there as long as nothing masks, and is not read. */
  readonly at: number;
  readonly by: 'nothing' | 'relu';
}

/** How a tensor in PyTorch's order lies on the device. */
export type ParameterLayout =
  /** [output position][kernel row][kernel column][input group][output group] of 4 × 4 matrices, column i for input channel i. */
  | {
      readonly kind: 'matrix';
      /** Positions of the output that have weights of their own; 1 where all share them. */
      readonly positions: number;
      readonly kernel: number;
      readonly inputs: number;
      readonly outputs: number;
      readonly inputGroups: number;
      readonly outputGroups: number;
      readonly inputMap?: readonly number[];
    }
  /** [kernel row][kernel column][input][output group] of four outputs, each with the inputs of its own group of channels. */
  | { readonly kind: 'grouped'; readonly kernel: number; readonly inputs: number; readonly outputs: number }
  | VectorLayout;

export interface VectorLayout {
  readonly kind: 'vector';
  readonly length: number;
  /** Of one value for each channel of a tensor that keeps another order: where each lies, and among how many groups of four. */
  readonly spread?: { readonly map: readonly number[]; readonly groups: number };
}

/** Where a parameter tensor lies and how its PyTorch layout maps to the device's. */
export interface PlannedParameter {
  /** `0.weight`. */
  readonly name: string;
  readonly spec: ParameterSpec;
  /** Bytes into the parameters and what the optimiser remembers, which is laid out alike; half of it in the copy in half precision. */
  readonly offset: number;
  readonly bytes: number;
  /** Bytes into the gradients, where `splits` partial sums of `bytes` each lie one behind the other. */
  readonly gradientOffset: number;
  readonly splits: number;
  readonly layout: ParameterLayout;
}

/** Where a tensor lies that is kept beside the parameters, such as a running mean. */
export type PlannedState = Pick<PlannedParameter, 'name' | 'spec' | 'offset' | 'bytes' | 'layout'>;
