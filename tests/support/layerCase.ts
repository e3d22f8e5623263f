import type { Graph } from '../../src/engine/graph/graph';
import type { NamedTensor } from '../../src/engine/weights/layout';
import type { ProbeResult } from './probe';

/** A few layers and all that goes in, on both ways: NCHW values, weights as PyTorch has them. */
export interface LayerCase {
  readonly graph: Graph;
  readonly batch: number;
  readonly input: Float32Array;
  readonly weights: readonly NamedTensor[];
  readonly outputGradient: Float32Array;
}

/** What comes out: NCHW values, gradients in the order of the weights. */
export type LayerResult = ProbeResult;
