import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { volume, type Shape } from '../shape';
import type { ChannelStatistics, PictureSet } from '../pictures/pictures';

/** Pictures as a network sees them. */
export interface NormalisedPictures {
  readonly pictures: PictureSet;
  readonly shape: Shape;
  readonly normalisation: readonly ChannelStatistics[];
}

/** Pictures whose patches are looked at, as many as the author takes; fewer where patches are so large that this would take long. */
const PICTURES = 5000;
const MOST_PRODUCTS = 1e9;
/** Added to the variances, so that directions of next to no variance are not blown up. */
const EPSILON = 5e-4;

/**
 * Filters of a first convolution that whiten its patches: outputs are uncorrelated and of variance 1. They are the
 * eigenvectors of the patches' second moments over the square roots of their eigenvalues + 5e-4, the largest first, and then
 * the negatives of all of them (Jordan, arXiv 2404.00498, section 3.2, and his program airbench). Of fewer filters, half are
 * the first of those and half their negatives.
 * @param filters at most 2·C·F·F.
 * @returns [filters, C, F, F] for pictures of C channels and patches of F × F.
 */
export function whiteningFilters(source: NormalisedPictures, kernel: number, filters: number): Float32Array {
  const { moments, size } = patchMoments(source, kernel);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(moments, { assumeSymmetric: true });
  const valueOf = (index: number) => realEigenvalues[index] ?? 0;
  const order = [...realEigenvalues.keys()].toSorted((a, b) => valueOf(b) - valueOf(a));
  const positive = Math.ceil(filters / 2);
  const result = new Float32Array(filters * size);
  for (let filter = 0; filter < filters; filter++) {
    const isNegative = filter >= positive;
    const direction = order[isNegative ? filter - positive : filter] ?? 0;
    const scale = (isNegative ? -1 : 1) / Math.sqrt(valueOf(direction) + EPSILON);
    result.set(
      eigenvectorMatrix.getColumn(direction).map((value) => value * scale),
      filter * size,
    );
  }
  return result;
}

/** Mean product of each pair of values of a patch, over all patches of the first pictures. */
function patchMoments({ pictures, shape, normalisation }: NormalisedPictures, kernel: number) {
  const { channels, height, width } = shape;
  const size = channels * kernel * kernel;
  const patchesEach = (height - kernel + 1) * (width - kernel + 1);
  const count = Math.min(pictures.count, PICTURES, Math.ceil(MOST_PRODUCTS / (patchesEach * size * size)));
  // Where in a picture each value of a patch lies, from the patch's corner on.
  const places = Int32Array.from({ length: size }, (_, at) => {
    const [channel, row, column] = [Math.floor(at / kernel ** 2), Math.floor(at / kernel) % kernel, at % kernel];
    return (channel * height + row) * width + column;
  });
  const sums = new Float64Array(size * size);
  const values = new Float64Array(volume(shape));
  const patch = new Float64Array(size);
  for (let index = 0; index < count; index++) {
    normalise(pictures.picture(index), normalisation, values);
    for (let row = 0; row + kernel <= height; row++) {
      for (let column = 0; column + kernel <= width; column++) {
        const corner = row * width + column;
        for (let at = 0; at < size; at++) patch[at] = values[corner + (places[at] ?? 0)] ?? 0;
        addProducts(sums, patch);
      }
    }
  }
  const moments = Matrix.zeros(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) moments.set(i, j, (sums[Math.max(i, j) * size + Math.min(i, j)] ?? 0) / (count * patchesEach));
  }
  return { moments, size };
}

function normalise(bytes: Uint8Array, statistics: readonly ChannelStatistics[], values: Float64Array): void {
  const plane = values.length / statistics.length;
  for (let at = 0; at < values.length; at++) {
    const { mean, deviation } = statistics[Math.floor(at / plane)] ?? { mean: 0, deviation: 1 };
    values[at] = ((bytes[at] ?? 0) / 255 - mean) / deviation;
  }
}

/** Adds the products of all pairs of a patch's values: of a value with itself and with those before it. */
function addProducts(sums: Float64Array, patch: Float64Array): void {
  const size = patch.length;
  for (let i = 0; i < size; i++) {
    const value = patch[i] ?? 0;
    for (let j = 0; j <= i; j++) {
      const at = i * size + j;
      sums[at] = (sums[at] ?? 0) + value * (patch[j] ?? 0);
    }
  }
}
