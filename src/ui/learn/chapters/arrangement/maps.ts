import { convolution } from '../../../../engine/check/reference';
import { CIFAR_INPUT, model } from '../../../../engine/graph/spec';
import { buildProbeGraph, type GraphNode } from '../../../../engine/graph/graph';
import { initialWeights } from '../../../../engine/weights/initialise';
import { settingDefaults } from '../../../../state/settings';
import { layerOf, type Sliding } from './arithmetic';

/** A layer over a picture, and what it gives. */
export interface Maps {
  readonly node: GraphNode;
  /** [filters, rows, columns], in double precision. */
  readonly values: Float64Array;
}

/**
 * Lets fresh kernels go over a picture: those with which a network of the default seed would begin.
 * @param pixels 3,072 bytes, NCHW, scaled to 0 to 1 here.
 */
export function mapsOf(pixels: Uint8Array, sliding: Sliding): Maps {
  const graph = buildProbeGraph(model([layerOf(sliding)], CIFAR_INPUT));
  const [node] = graph.nodes;
  if (!node?.window) throw new RangeError('no layer with a window');
  const { input, output, window } = node;
  const result = convolution(
    { batch: 1, input, output, window },
    {
      batch: 1,
      input: Float64Array.from(pixels, (byte) => byte / 255),
      outputGradient: [],
      parameters: initialWeights(graph, settingDefaults.seed).map(({ data }) => data),
    },
  );
  return { node, values: result.output };
}
