import type { Graph, GraphNode } from '../graph/graph';
import type { ParameterSpec } from '../layers/types';
import { Random } from '../random';
import type { NamedTensor } from './layout';
import { whiteningFilters, type NormalisedPictures } from './whiten';

/** A normal deviate by Box and Muller, from two uniform ones; the first is kept from zero. */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.between(0, 1)));
  return radius * Math.cos(random.between(0, 2 * Math.PI));
}

/** Deviation of a standard normal distribution that is cut off at ±2. */
const DEVIATION_CUT_OFF = 0.8796256610342398;

/** A normal deviate from −2 to 2. */
function cutOffNormal(random: Random): number {
  for (;;) {
    const value = normal(random);
    if (Math.abs(value) <= 2) return value;
  }
}

/**
 * A random matrix whose rows or columns, whichever are fewer, are orthonormal: those of a normal one after Gram and Schmidt
 * (torch.nn.init.orthogonal_).
 */
function orthogonal(rows: number, columns: number, random: Random): Float64Array {
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => normal(random));
    for (const other of vectors) {
      let projection = 0;
      for (let i = 0; i < length; i++) projection += (vector[i] ?? 0) * (other[i] ?? 0);
      for (let i = 0; i < length; i++) vector[i] = (vector[i] ?? 0) - projection * (other[i] ?? 0);
    }
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    vectors.push(vector.map((value) => value / norm));
  }
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return (rows <= columns ? vectors[row]?.[column] : vectors[column]?.[row]) ?? 0;
  });
}

/**
 * Draws a parameter as PyTorch defines the scheme: He (Kaiming) with the gain √2 of ReLU and fan-in, deviation √(2 / fanIn) or
 * bound √(6 / fanIn) (He et al. 2015); Glorot (Xavier) √(2 / (fanIn + fanOut)) or √(6 / (fanIn + fanOut)) (Glorot and Bengio 2010);
 * orthogonal, over the matrix of outputs by what each of them weighs (Saxe et al. 2014), one for each position where these have
 * weights of their own. LeCun, which PyTorch has not, as Keras defines it:
 * bound √(3 / fanIn), or a normal distribution cut off at twice its deviation, which is then √(1 / fanIn). Dirac, as airbench
 * has it (arXiv 2404.00498): of each group, as many of the first filters as there are channels pass one channel each on
 * (torch.nn.init.dirac_), and the rest begin as PyTorch's layers do by default (`pytorchDefault`), of bound √(1 / fanIn). What whitens the
 * patches of pictures is drawn from `pictures`.
 */
function draw(spec: ParameterSpec, random: Random, pictures: NormalisedPictures | undefined): Float32Array {
  const values = new Float32Array(spec.shape.reduce((product, side) => product * side, 1));
  if (typeof spec.init === 'number') return values.fill(spec.init);
  const { fanIn, fanOut } = spec;
  const [outputs = 1, inputs = 1, kernel = 1] = spec.shape;
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
    case 'lecunNormal':
      fill(() => (Math.sqrt(1 / fanIn) / DEVIATION_CUT_OFF) * cutOffNormal(random));
      break;
    case 'lecunUniform':
      uniform(Math.sqrt(3 / fanIn));
      break;
    case 'pytorchDefault':
      uniform(Math.sqrt(1 / fanIn));
      break;
    case 'orthogonal': {
      const positions = values.length / (outputs * fanIn);
      for (let position = 0; position < positions; position++) {
        const matrix = orthogonal(outputs, fanIn, random);
        for (let k = 0; k < outputs; k++) values.set(matrix.subarray(k * fanIn, (k + 1) * fanIn), (k * positions + position) * fanIn);
      }
      break;
    }
    case 'dirac': {
      uniform(Math.sqrt(1 / fanIn));
      const filters = outputs / (spec.groups ?? 1);
      const centre = Math.floor(kernel / 2) * (kernel + 1);
      for (let k = 0; k < outputs; k++) {
        const channel = k % filters;
        if (channel < inputs) values.fill(0, k * fanIn, (k + 1) * fanIn)[k * fanIn + channel * kernel ** 2 + centre] = 1;
      }
      break;
    }
    case 'whitening':
      if (!pictures) throw new Error('pictures are whitened, and there are none');
      return whiteningFilters(pictures, kernel, outputs);
    case 'ones':
      values.fill(1);
      break;
    case 'zeros':
      break;
  }
  return values;
}

/** Marks the stream of initial weights among those that a seed starts. */
const WEIGHTS_STREAM = 1;

/**
 * Initial weights of a network; each tensor has a stream of its own, so that editing one layer leaves the others as they were.
 * @param pictures what a network trains on whose first layer whitens them; others do not look at them.
 */
export function initialWeights(graph: Graph, seed: number, pictures?: Omit<NormalisedPictures, 'shape'>): NamedTensor[] {
  return weightsOf(graph.nodes, [seed, WEIGHTS_STREAM], pictures && { ...pictures, shape: graph.input });
}

/** @param stream what the streams of these layers begin with; those inside a block go on with its place and their list's. */
function weightsOf(nodes: readonly GraphNode[], stream: readonly number[], pictures: NormalisedPictures | undefined): NamedTensor[] {
  return nodes.flatMap((node, layer) => [
    ...node.parameters.map((spec, index) => ({
      name: `${node.name}.${spec.name}`,
      shape: spec.shape,
      data: draw(spec, Random.from(...stream, layer, index), pictures),
    })),
    ...Object.values(node.inner).flatMap((inside, list) => weightsOf(inside, [...stream, layer, list], pictures)),
  ]);
}
