import { typesOf, type LayerType } from '../layers';
import { CIFAR_INPUT, model, type LayerSpec, type ModelSpec } from './spec';

/** The classic topology `[(conv → activation) × m → pool?] × n → dense × k`. */
export interface Pattern {
  /** Convolutions in a block. */
  readonly m: number;
  /** Blocks. */
  readonly n: number;
  /** Dense layers, the one that gives the logits included. */
  readonly k: number;
  readonly kernel: number;
  /** Whether zeros keep the size under a convolution, or each takes kernel − 1 rows and columns away. */
  readonly padding: 'same' | 'valid';
  /** Type of the layer behind each convolution and each dense layer but the last. */
  readonly activation: LayerType;
  /** Filters of the first block; each block doubles them when `doubling`. */
  readonly filters: number;
  readonly doubling: boolean;
  readonly pool: boolean;
  /** Units of the dense layers before the last. */
  readonly units: number;
}

/** The layer types that a pattern can have between its layers. */
export const patternActivations = typesOf('activation');

/** Writes the pattern out as a layer list. A pool halves the size while there is something to halve. */
export function patternModel(pattern: Pattern, classes = 10): ModelSpec {
  const layers: LayerSpec[] = [];
  const { kernel, padding, activation } = pattern;
  let side = Math.min(CIFAR_INPUT.height, CIFAR_INPUT.width);
  for (let block = 0; block < pattern.n; block++) {
    const filters = pattern.doubling ? pattern.filters * 2 ** block : pattern.filters;
    for (let i = 0; i < pattern.m; i++) {
      layers.push({ type: 'conv2d', filters, kernel, stride: 1, padding }, { type: activation });
      if (padding === 'valid') side -= kernel - 1;
    }
    if (pattern.pool && side >= 2) {
      layers.push({ type: 'maxPool2d', size: 2, stride: 2 });
      side = Math.floor(side / 2);
    }
  }
  layers.push({ type: 'flatten' });
  for (let i = 1; i < pattern.k; i++) layers.push({ type: 'dense', units: pattern.units }, { type: activation });
  layers.push({ type: 'dense', units: classes });
  return model(layers);
}
