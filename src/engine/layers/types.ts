import type { Shape } from '../shape';
import type { Problem } from '../problem';

/** An option of a layer, with its default and its limits: the form, the parser and the docs read this. */
export type OptionField =
  | { readonly kind: 'integer'; readonly name: string; readonly default: number; readonly min: number; readonly max: number }
  /** A real number; `step` is what an arrow key adds, or `decade` for numbers that span magnitudes. */
  | { readonly kind: 'number'; readonly name: string; readonly default: number; readonly min: number; readonly max: number; readonly step: number | 'decade' }
  | { readonly kind: 'boolean'; readonly name: string; readonly default: boolean }
  | { readonly kind: 'choice'; readonly name: string; readonly default: string; readonly choices: readonly string[] }
  /** A number of zeros on every side, or `same` / `valid`. */
  | { readonly kind: 'padding'; readonly name: string; readonly default: number | 'same' | 'valid'; readonly max: number };

export type OptionValue = number | string | boolean;

export type Options = Readonly<Record<string, OptionValue>>;

/** How the values of a weight can be drawn; fans are counted as PyTorch does. */
export const initialisers = [
  ...(['heNormal', 'heUniform', 'glorotNormal', 'glorotUniform'] as const),
  ...(['lecunNormal', 'lecunUniform', 'orthogonal', 'zeros', 'pytorchDefault'] as const),
] as const;

/** Those of a convolution, which may pass its channels on (`dirac`) or whiten the patches of the training pictures (`whitening`). */
export const convolutionInitialisers = [...initialisers, 'dirac', 'whitening'] as const;

export type Initialiser = (typeof convolutionInitialisers)[number] | 'ones';

/** A tensor of a layer, by its PyTorch name and shape. */
export interface ParameterSpec {
  readonly name: 'weight' | 'bias' | 'running_mean' | 'running_var';
  readonly shape: readonly number[];
  /** How its values are drawn, or what they all are. */
  readonly init: Initialiser | number;
  readonly fanIn: number;
  readonly fanOut: number;
  /** Groups into which filters and channels are split; 1 where nothing is said. */
  readonly groups?: number;
  /** Stays as it was initialised: no gradient is made for it. It counts among the parameters all the same. */
  readonly isFrozen?: boolean;
  /** The shift of a normalisation: it may have a learning rate of its own. */
  readonly isShift?: boolean;
  /** Kept up to date by the forward pass in training rather than by the optimiser, and not counted among the parameters. */
  readonly isState?: boolean;
}

/** What a sliding window does along each axis; square, so one figure serves both. */
export interface Window {
  readonly kernel: number;
  readonly stride: number;
  /** Steps between neighbouring values under the window: with D it spans D(F − 1) + 1, see `spanOf`. */
  readonly dilation: number;
  /** Zeros before the first row and column. */
  readonly before: Padding;
  /** Zeros after the last row and column. */
  readonly after: Padding;
}

export interface Padding {
  readonly rows: number;
  readonly columns: number;
}

/** Rows and columns at the far edge that no window reaches, and what would reach them. */
export interface Leftover {
  readonly rows: number;
  readonly columns: number;
  /** A padding that makes the size whole, if one within the option's limits does. */
  readonly padding?: number;
  /** The largest smaller stride that makes the size whole. */
  readonly stride?: number;
}

/** The shape rule's answer. */
export type ShapeAnswer =
  | { readonly output: Shape; readonly leftover?: Leftover }
  /** The layer cannot work on this input. `path` is the option at fault, where one is. */
  | { readonly problem: Problem };

/** What a value of a layer is made of. */
export type Reach =
  /** The values of the ways inside it. */
  | 'ways'
  | {
      /**
       * Places of the input: its own; those under a window; all; or the one value that it is, lined up with the others as a
       * channel of a vector.
       */
      readonly places: 'own' | 'window' | 'all' | 'linedUp';
      /** Channels of the input: its own, or several. */
      readonly channels: 'own' | 'several';
    };

/**
 * What a layer is: options, shapes, parameters, counts. `index.ts` lists them; what is made of a layer elsewhere (kernels, words,
 * pictures) stands in a table of its own for each concern.
 */
export interface LayerDefinition {
  /** Grouping in the form's menu. */
  readonly group: 'convolution' | 'pooling' | 'dense' | 'normalisation' | 'activation' | 'regularisation' | 'shape' | 'block';
  readonly fields: readonly OptionField[];
  /** Names of the lists of layers inside it, for a block: ways beside one another from its input. */
  readonly lists?: readonly string[];
  /**
   * Output shape for an input shape, floor((W − F + 2P) / S) + 1 where a window slides.
   * @param ends for a block, the shape in which each of its lists ends.
   */
  shape(input: Shape, options: Options, ends: readonly Shape[]): ShapeAnswer;
  /** Receptive fields follow from it. */
  readonly reach: Reach;
  parameters(input: Shape, output: Shape, options: Options): readonly ParameterSpec[];
  /** Multiply-adds of the forward pass for one picture; zero where nothing is multiplied. */
  multiplyAdds(input: Shape, output: Shape, options: Options): number;
  /** The window, where `reach` has one. */
  window?(input: Shape, options: Options): Window;
}
