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
  /** Filters of the first block; each block doubles them when `doubling`. */
  readonly filters: number;
  readonly doubling: boolean;
  readonly pool: boolean;
  /** Units of the dense layers before the last. */
  readonly units: number;
}

/** Writes the pattern out as a layer list. Convolutions keep the size; a pool halves it while there is something to halve. */
export function patternModel(pattern: Pattern, classes = 10): ModelSpec {
  const layers: LayerSpec[] = [];
  let side = Math.min(CIFAR_INPUT.height, CIFAR_INPUT.width);
  for (let block = 0; block < pattern.n; block++) {
    const filters = pattern.doubling ? pattern.filters * 2 ** block : pattern.filters;
    for (let i = 0; i < pattern.m; i++) {
      layers.push({ type: 'conv2d', filters, kernel: pattern.kernel, stride: 1, padding: 'same' }, { type: 'relu' });
    }
    if (pattern.pool && side >= 2) {
      layers.push({ type: 'maxPool2d', size: 2, stride: 2 });
      side = Math.floor(side / 2);
    }
  }
  layers.push({ type: 'flatten' });
  for (let i = 1; i < pattern.k; i++) layers.push({ type: 'dense', units: pattern.units }, { type: 'relu' });
  layers.push({ type: 'dense', units: classes });
  return model(layers);
}
