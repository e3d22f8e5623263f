import type { Tensor } from './types';

export const VEC4_BYTES = 16;
const MATRIX_BYTES = 64;

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

/** Groups of four that so many channels take. */
export const groupsOf = (channels: number) => Math.ceil(channels / 4);

/** One value for each channel of a tensor, in the tensor's own order. */
export function vectorOver({ shape, channelMap, channelGroups }: Tensor): VectorLayout {
  return { kind: 'vector', length: shape.channels, ...(channelMap ? { spread: { map: channelMap, groups: channelGroups } } : {}) };
}

/** Bytes of a tensor in 32 bits, its padding included. */
export function layoutBytes(layout: ParameterLayout): number {
  switch (layout.kind) {
    case 'matrix':
      return layout.positions * layout.kernel ** 2 * layout.inputGroups * layout.outputGroups * MATRIX_BYTES;
    case 'grouped':
      return layout.kernel ** 2 * layout.inputs * groupsOf(layout.outputs) * VEC4_BYTES;
    case 'vector':
      return (layout.spread?.groups ?? groupsOf(layout.length)) * VEC4_BYTES;
  }
}
