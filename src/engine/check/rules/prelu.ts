import type { OperatorRule, Trial } from './types';

/** The slope of a value: that of its channel, or the first of all. */
function slopeOf(trial: Trial, binding: number): (index: number) => number {
  const [slopes, values] = [trial.given(binding), trial.size('GROUPS') * 4];
  return (index) => slopes(trial.size('ONE') === 1 ? 0 : index % values);
}

const vectors = ({ size }: Trial) => [size('COUNT'), 4];

export const prelu: OperatorRule = {
  outputs(trial) {
    const [x, slope] = [trial.given(0), slopeOf(trial, 1)];
    return [{ binding: 2, sides: vectors(trial), terms: 1, value: (index) => Math.max(x(index), 0) + slope(index) * Math.min(x(index), 0) }];
  },
};

export const preluGrad: OperatorRule = {
  outputs(trial) {
    const [dy, x, slope] = [trial.given(0), trial.given(1), slopeOf(trial, 2)];
    return [{ binding: 3, sides: vectors(trial), terms: 1, value: (index) => dy(index) * (x(index) > 0 ? 1 : slope(index)) }];
  },
};

export const preluSlopeGrad: OperatorRule = {
  outputs(trial) {
    const [dy, x] = [trial.given(0), trial.given(1)];
    const [groups, rows, count] = [trial.size('GROUPS'), trial.size('ROWS'), trial.size('COUNT')];
    const isOne = trial.size('ONE') === 1;
    const value = (index: number) => {
      if (isOne && index % 4 !== 0) return 0;
      const first = Math.floor(index / (groups * 4)) * rows;
      let sum = 0;
      for (let row = first; row < Math.min(first + rows, count / groups); row++) {
        const at = row * groups * 4 + (index % (groups * 4));
        for (const place of isOne ? [at, at + 1, at + 2, at + 3] : [at]) sum += dy(place) * Math.min(x(place), 0);
      }
      return sum;
    };
    return [{ binding: 2, sides: [trial.size('SPLITS'), groups, 4], terms: rows * (isOne ? 4 : 1), value }];
  },
};
