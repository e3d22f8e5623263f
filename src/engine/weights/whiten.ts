import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { volume, type Shape } from '../graph/spec';
import type { ChannelStatistics, Pictures } from '../runtime/pictures';

/** Pictures whose patches are looked at: more change the filters no more than noise does. */
const PICTURES = 5000;
/** Added to the variances, so that directions of next to no variance are not blown up. */
const EPSILON = 5e-4;

/**
 * Filters of a first convolution that whiten its patches: outputs are uncorrelated and of variance 1. They are the
 * eigenvectors of the patches' second moments over the square roots of their eigenvalues, the largest first, and then
 * the negatives of all of them (Jordan, arXiv 2404.00498, section 3.2).
 * @param count pictures there are; the first 5,000 are taken.
 * @returns [2·C·F·F, C, F, F] for pictures of C channels and patches of F × F.
 */
export function whiteningFilters(
  pictures: Pictures,
  count: number,
  shape: Shape,
  statistics: readonly ChannelStatistics[],
  kernel: number,
): Float32Array {
  const { channels, height, width } = shape;
  const size = channels * kernel * kernel;
  const moments = Matrix.zeros(size, size).to2DArray();
  const patch = new Float64Array(size);
  const used = Math.min(count, PICTURES);
  const values = new Float64Array(volume(shape));
  for (let index = 0; index < used; index++) {
    normalise(pictures.picture(index), statistics, values);
    for (let row = 0; row + kernel <= height; row++) {
      for (let column = 0; column + kernel <= width; column++) {
        for (let at = 0; at < size; at++) {
          const [channel, ky, kx] = [Math.floor(at / (kernel * kernel)), Math.floor(at / kernel) % kernel, at % kernel];
          patch[at] = values[(channel * height + row + ky) * width + column + kx] ?? 0;
        }
        addProducts(moments, patch);
      }
    }
  }
  const patches = used * (height - kernel + 1) * (width - kernel + 1);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(Matrix.div(new Matrix(moments), patches), { assumeSymmetric: true });
  const order = realEigenvalues.map((_, index) => index).toSorted((a, b) => (realEigenvalues[b] ?? 0) - (realEigenvalues[a] ?? 0));
  const filters = order.flatMap((index) => {
    const scale = 1 / Math.sqrt((realEigenvalues[index] ?? 0) + EPSILON);
    return eigenvectorMatrix.getColumn(index).map((value) => value * scale);
  });
  return Float32Array.from([...filters, ...filters.map((value) => -value)]);
}

function normalise(bytes: Uint8Array, statistics: readonly ChannelStatistics[], values: Float64Array): void {
  const plane = values.length / statistics.length;
  for (let at = 0; at < values.length; at++) {
    const { mean, deviation } = statistics[Math.floor(at / plane)] ?? { mean: 0, deviation: 1 };
    values[at] = ((bytes[at] ?? 0) / 255 - mean) / deviation;
  }
}

/** Adds the products of all pairs of a patch's values. */
function addProducts(moments: readonly number[][], patch: Float64Array): void {
  for (let i = 0; i < patch.length; i++) {
    const row = moments[i];
    if (!row) continue;
    for (let j = 0; j < patch.length; j++) row[j] = (row[j] ?? 0) + (patch[i] ?? 0) * (patch[j] ?? 0);
  }
}
