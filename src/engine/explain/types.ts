import type { GraphNode } from '../graph/graph';

/** One value of what a layer gives, or of what goes into it. */
export interface Unit {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** One value of a patch. */
export interface Term extends Unit {
  /** 0 where it lies outside the input, on the padding. */
  readonly value: number;
  readonly isPadding: boolean;
}

export interface WeightedTerm extends Term {
  readonly weight: number;
  readonly product: number;
}

/** How a unit comes by its value, in double precision from the numbers of the device. */
export type Explanation =
  /** Σ value · weight + bias, the terms in the order of the weight: channel by channel, row by row. */
  | { readonly kind: 'weighted'; readonly terms: readonly WeightedTerm[]; readonly sum: number; readonly bias: number | undefined; readonly result: number }
  /** Σ value / count. */
  | { readonly kind: 'mean'; readonly terms: readonly Term[]; readonly sum: number; readonly result: number }
  /** The largest of the terms, which are those that are no padding. */
  | { readonly kind: 'largest'; readonly terms: readonly Term[]; readonly result: number }
  /** (value − mean) / √(variance + epsilon) · weight + bias. */
  | {
      readonly kind: 'normalised';
      /** What the mean and the variance are of: all that was trained on, or the picture's own group of channels. */
      readonly of: 'training' | 'group';
      readonly value: number;
      readonly mean: number;
      readonly variance: number;
      readonly epsilon: number;
      readonly weight: number | undefined;
      readonly bias: number;
      readonly result: number;
    }
  /** A function of the value by itself: an activation, or a factor. */
  | { readonly kind: 'applied'; readonly value: number; readonly result: number }
  /** The ends of a block's two ways. */
  | { readonly kind: 'added'; readonly layers: number; readonly shortcut: number; readonly result: number }
  /** A value that is handed on, from another place perhaps; from none where a channel of zeros was put on. */
  | { readonly kind: 'passed'; readonly from: Unit | undefined; readonly result: number };

/** What an explanation is made of. Values are C × H × W, weights as PyTorch has them. */
export interface Ingredients {
  readonly node: GraphNode;
  readonly unit: Unit;
  /** What goes into the layer. */
  readonly input: Float32Array;
  /** A tensor of the layer, by its own name (`weight`). */
  tensor(name: string): Float32Array | undefined;
  /** What a list of layers of a block gives. */
  way(list: string): Float32Array;
}
