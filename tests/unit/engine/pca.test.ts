import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { nearestNeighbours } from '../../../src/engine/metrics/neighbours';
import { principalComponents } from '../../../src/engine/metrics/pca';
import { Random } from '../../../src/engine/random';
import { expectClose, randomFloats } from '../../support/numbers';

describe('principal components', () => {
  it('are those of an example worked by hand', () => {
    // Mean (2, 3). About it ±(2, 2) and ±(1, −1): along (1, 1)/√2 a sum of squares of 16, along (1, −1)/√2 one of 4.
    const { axes, coordinates, shares } = principalComponents(Float32Array.from([4, 5, 0, 1, 3, 2, 1, 4]), 2, 2);
    const half = Math.SQRT1_2;
    expectClose(axes.subarray(0, 2), Float32Array.from([half, half]), 'the first axis', 1e-6);
    expect(Math.abs(axes[2] ?? 0)).toBeCloseTo(half, 6);
    expect((axes[2] ?? 0) + (axes[3] ?? 0)).toBeCloseTo(0, 6);
    expect(shares[0]).toBeCloseTo(0.8, 9);
    expect(shares[1]).toBeCloseTo(0.2, 9);
    expectClose(Float32Array.from([0, 2, 4, 6].map((at) => coordinates[at] ?? 0)), Float32Array.from([4 * half, -4 * half, 0, 0]), 'along the first', 1e-6);
  });

  it.each([
    ['more points than values', 60, 12],
    ['more values than points', 12, 60],
  ])('agree with a whole singular value decomposition: %s', (_, points, width) => {
    const random = Random.from(points);
    // Columns of other sizes, so that the axes are told apart.
    const values = randomFloats(random, points * width).map((value, at) => value * (1 + (at % width)));
    const { axes, coordinates, shares } = principalComponents(values, width, 3);
    const matrix = Matrix.from1DArray(points, width, [...values]);
    const centred = matrix.clone().subRowVector(matrix.mean('column'));
    const { diagonal, rightSingularVectors } = new SingularValueDecomposition(centred, { autoTranspose: true });
    const total = diagonal.reduce((sum, value) => sum + value * value, 0);
    for (let axis = 0; axis < 3; axis++) {
      expect(shares[axis]).toBeCloseTo((diagonal[axis] ?? 0) ** 2 / total, 7);
      const own = axes.subarray(axis * width, (axis + 1) * width);
      const theirs = rightSingularVectors.getColumn(axis);
      const cosine = theirs.reduce((sum, value, at) => sum + value * (own[at] ?? 0), 0);
      expect(Math.abs(cosine)).toBeCloseTo(1, 5);
      const along = Float32Array.from({ length: points }, (_value, point) => coordinates[point * 3 + axis] ?? 0);
      const expected = Float32Array.from(centred.mmul(Matrix.columnVector([...own])).to1DArray());
      expectClose(along, expected, 'the coordinates', 1e-5);
    }
  });

  it('are at right angles, and all of them together give the points back', () => {
    const [points, width] = [9, 4];
    const values = randomFloats(Random.from(3), points * width);
    const { axes, coordinates, shares } = principalComponents(values, width, width);
    for (let one = 0; one < width; one++) {
      for (let other = 0; other < width; other++) {
        const product = Array.from({ length: width }, (_, at) => (axes[one * width + at] ?? 0) * (axes[other * width + at] ?? 0));
        expect(product.reduce((sum, value) => sum + value, 0)).toBeCloseTo(one === other ? 1 : 0, 6);
      }
    }
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    const means = Array.from(
      { length: width },
      (_, at) => Array.from({ length: points }, (_p, point) => values[point * width + at] ?? 0).reduce((a, b) => a + b, 0) / points,
    );
    const back = values.map((_, at) => {
      const [point, value] = [Math.floor(at / width), at % width];
      return Array.from({ length: width }, (_axis, axis) => (coordinates[point * width + axis] ?? 0) * (axes[axis * width + value] ?? 0)).reduce(
        (a, b) => a + b,
        means[value] ?? 0,
      );
    });
    expectClose(back, values, 'the points', 1e-5);
  });

  it('of points that are all the same have no variance', () => {
    const { coordinates, shares } = principalComponents(new Float32Array(12).fill(5), 3, 2);
    expect([...coordinates]).toEqual(new Array(8).fill(0));
    expect(shares).toEqual([0, 0]);
  });
});

describe('the nearest neighbours', () => {
  it('begin with the point itself, then come by distance', () => {
    // On a line: 0, 1, 3, 3 (a twin), 10.
    const search = nearestNeighbours(Float32Array.from([0, 0, 1, 0, 3, 0, 3, 0, 10, 0]), 2, 3);
    let found = search.next();
    while (!found.done) found = search.next();
    const { indices, distances } = found.value;
    expect(indices).toEqual([
      [0, 1, 2],
      [1, 0, 2],
      [2, 3, 1],
      [3, 2, 1],
      [4, 2, 3],
    ]);
    expect(distances).toEqual([
      [0, 1, 3],
      [0, 1, 2],
      [0, 0, 2],
      [0, 0, 2],
      [0, 7, 7],
    ]);
  });
});
