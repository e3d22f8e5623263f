import { EigenvalueDecomposition, Matrix, QrDecomposition } from 'ml-matrix';
import { Random } from '../random';

/** Points that were turned onto the axes along which they differ most. */
export interface PrincipalComponents {
  /** [point][axis]: how far each lies from the mean along each axis. */
  readonly coordinates: Float32Array;
  /** [axis][value]: unit vectors at right angles to each other, the largest part of each positive. */
  readonly axes: Float32Array;
  /** Share of the total variance along each axis, the largest first. */
  readonly shares: readonly number[];
}

/** Directions beside those that are asked for: the more, the sooner the asked ones settle. */
const BESIDE = 6;
const MOST_ROUNDS = 100;
/** Rounds end when no variance changes by more than this share. */
const SETTLED = 1e-8;

/**
 * Principal component analysis. Only the first axes are asked for, so no matrix of all pairs is made: a few directions
 * are multiplied by the points and back until they settle (subspace iteration; Halko, Martinsson and Tropp, arXiv 0909.4061,
 * algorithm 4.4), which is a singular value decomposition for as many values as there are directions.
 * @param values [point][value].
 * @param width values of a point.
 * @param count axes; fewer come out where points or values are fewer.
 */
export function principalComponents(values: Float32Array, width: number, count: number): PrincipalComponents {
  const points = values.length / width;
  const kept = Math.min(count, width, points);
  const centred = centre(values, width, points);
  const total = centred.dot(centred);
  let basis = startBasis(width, Math.min(width, points, kept + BESIDE));
  let variances: readonly number[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = centred.transpose().mmul(centred.mmul(basis));
    const { vectors, sizes } = turned(basis, next);
    basis = new QrDecomposition(next.mmul(vectors)).orthogonalMatrix;
    const isSettled = sizes.slice(0, kept).every((size, axis) => Math.abs(size - (variances[axis] ?? 0)) <= SETTLED * Math.max(size, 1e-300));
    variances = sizes;
    if (isSettled) break;
  }
  const { vectors, sizes } = turned(basis, centred.transpose().mmul(centred.mmul(basis)));
  const axes = upright(basis.mmul(vectors).subMatrix(0, width - 1, 0, kept - 1));
  return {
    coordinates: Float32Array.from(centred.mmul(axes).to1DArray()),
    axes: Float32Array.from(axes.transpose().to1DArray()),
    shares: sizes.slice(0, kept).map((size) => (total > 0 ? Math.max(0, size) / total : 0)),
  };
}

function centre(values: Float32Array, width: number, points: number): Matrix {
  const matrix = Matrix.from1DArray(points, width, Array.from(values));
  return matrix.subRowVector(matrix.mean('column'));
}

function startBasis(width: number, directions: number): Matrix {
  const random = Random.from(1);
  const matrix = Matrix.zeros(width, directions);
  for (let row = 0; row < width; row++) for (let column = 0; column < directions; column++) matrix.set(row, column, random.between(-1, 1));
  return new QrDecomposition(matrix).orthogonalMatrix;
}

/** The turn within a basis that makes it the eigenvectors of what `product` is the basis multiplied by, and their eigenvalues: the largest first. */
function turned(basis: Matrix, product: Matrix): { readonly vectors: Matrix; readonly sizes: readonly number[] } {
  const within = basis.transpose().mmul(product);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(within.add(within.transpose()).mul(0.5), { assumeSymmetric: true });
  const order = [...realEigenvalues.keys()].toSorted((a, b) => (realEigenvalues[b] ?? 0) - (realEigenvalues[a] ?? 0));
  return { vectors: eigenvectorMatrix.subMatrixColumn(order), sizes: order.map((index) => realEigenvalues[index] ?? 0) };
}

/** A direction and its opposite are the same axis: the one is taken whose largest part is positive. */
function upright(axes: Matrix): Matrix {
  for (let column = 0; column < axes.columns; column++) {
    const parts = axes.getColumn(column);
    const largest = parts.reduce((most, part) => (Math.abs(part) > Math.abs(most) ? part : most), 0);
    if (largest < 0) axes.mulColumn(column, -1);
  }
  return axes;
}
