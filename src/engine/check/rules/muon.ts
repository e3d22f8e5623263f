import type { OperatorRule, Trial } from './types';

// Matrices are blocks of 4 × 4: see shaders/gram_matrix.wgsl and shaders/newton_schulz.wgsl.

const sumOver = (count: number, term: (k: number) => number) => Array.from({ length: count }, (_, k) => term(k)).reduce((sum, value) => sum + value, 0);

/** Place of an element of a matrix of `rows4` blocks of rows. */
const placeOf = (row: number, column: number, rows4: number) => ((column >> 2) * rows4 + (row >> 2)) * 16 + (column & 3) * 4 + (row & 3);

/** A matrix whose shorter side is its rows, which may lie as its transpose. */
const matrixIn = (trial: Trial, binding: number) => (row: number, column: number) =>
  trial.given(binding)(trial.size('TALL') === 1 ? placeOf(column, row, trial.size('LONG4')) : placeOf(row, column, trial.size('SHORT4')));

/** Row and column of what lies at a place. */
function elementAt(index: number, rows4: number): readonly [row: number, column: number] {
  const [block, within] = [Math.floor(index / 16), index % 16];
  return [(block % rows4) * 4 + (within & 3), Math.floor(block / rows4) * 4 + (within >> 2)];
}

export const gramMatrix: OperatorRule = {
  outputs(trial) {
    const [short4, long4] = [trial.size('SHORT4'), trial.size('LONG4')];
    const x = matrixIn(trial, 0);
    const value = (index: number) => {
      const [row, column] = elementAt(index, short4);
      return sumOver(long4 * 4, (k) => x(row, k) * x(column, k));
    };
    return [{ binding: 1, sides: [short4, short4, 16], terms: long4 * 4, value }];
  },
};

export const newtonSchulz: OperatorRule = {
  // Its trace is a norm.
  holds: () => ({ 0: 'positive' }),
  outputs(trial) {
    const [short4, long4, isTall] = [trial.size('SHORT4'), trial.size('LONG4'), trial.size('TALL') === 1];
    const [a, b, c] = [3.4445, -4.775, 2.0315];
    const right = matrixIn(trial, 2);
    const left = (row: number, column: number) => trial.given(1)(placeOf(row, column, short4));
    const trace = () => sumOver(short4 * 4, (k) => trial.given(0)(placeOf(k, k, short4)));
    const scale = () => (trial.size('FIRST') === 1 ? 1 / (Math.sqrt(trace()) + 1e-7) : 1);
    const stretch = trial.size('LAST') === 1 ? Math.sqrt(Math.max(1, trial.size('ROWS') / trial.size('COLUMNS'))) : 1;
    const value = (index: number) => {
      const [one, other] = elementAt(index, isTall ? long4 : short4);
      const [row, column] = isTall ? [other, one] : [one, other];
      const product = sumOver(short4 * 4, (k) => left(row, k) * right(k, column));
      if (trial.size('SQUARE') === 1) return scale() ** 2 * (b * right(row, column) + scale() ** 2 * c * product);
      return scale() * stretch * (a * right(row, column) + product);
    };
    return [{ binding: 3, sides: [long4, short4, 16], terms: short4 * 8, value }];
  },
};
