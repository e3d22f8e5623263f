import type { Graph } from '../graph/graph';
import type { ParameterSpec } from '../layers/types';
import { Random } from '../random';
import type { NamedTensor } from './layout';

/** A normal deviate by Box and Muller, from two uniform ones; the first is kept from zero. */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.between(0, 1)));
  return radius * Math.cos(random.between(0, 2 * Math.PI));
}

/**
 * Draws a parameter as PyTorch defines the scheme: He (Kaiming) with the gain √2 of ReLU and fan-in, deviation √(2 / fanIn) or
 * bound √(6 / fanIn) (He et al. 2015); Glorot (Xavier) √(2 / (fanIn + fanOut)) or √(6 / (fanIn + fanOut)) (Glorot and Bengio 2010).
 */
export function draw(spec: ParameterSpec, random: Random): Float32Array {
  const values = new Float32Array(spec.shape.reduce((product, side) => product * side, 1));
  const { fanIn, fanOut } = spec;
  const fill = (next: () => number) => {
    for (let i = 0; i < values.length; i++) values[i] = next();
  };
  const gaussian = (deviation: number) => fill(() => deviation * normal(random));
  const uniform = (bound: number) => fill(() => random.between(-bound, bound));
  switch (spec.init) {
    case 'heNormal':
      gaussian(Math.sqrt(2 / fanIn));
      break;
    case 'heUniform':
      uniform(Math.sqrt(6 / fanIn));
      break;
    case 'glorotNormal':
      gaussian(Math.sqrt(2 / (fanIn + fanOut)));
      break;
    case 'glorotUniform':
      uniform(Math.sqrt(6 / (fanIn + fanOut)));
      break;
    case 'zeros':
      break;
  }
  return values;
}

/** Marks the stream of initial weights among those that a seed starts. */
const WEIGHTS_STREAM = 1;

/** Initial weights of a network; each tensor has a stream of its own, so that editing one layer leaves the others as they were. */
export function initialWeights(graph: Graph, seed: number): NamedTensor[] {
  return graph.nodes.flatMap((node, layer) =>
    node.parameters.map((spec, index) => ({
      name: `${node.name}.${spec.name}`,
      shape: spec.shape,
      data: draw(spec, Random.from(seed, WEIGHTS_STREAM, layer, index)),
    })),
  );
}
