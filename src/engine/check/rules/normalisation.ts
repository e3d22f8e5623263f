import type { Digit, OperatorRule, Output, Trial } from './types';

// What the kernels hand to one another: shaders/lib/batch_norm.wgsl. Pairs of vectors lie [part][channel group][which of the two][channel].

/** Rows that count: positions of the pictures that the batch has. */
const rowsIn = ({ size, step }: Pick<Trial, 'size' | 'step'>) => step.pictures * size('POSITIONS');

/** The first or the second of pairs. Apart, since the one may be so large that a fault of the other would not show. */
function pair(trial: Trial, binding: number, parts: number, terms: number, which: 0 | 1, value: (part: number, channel: number) => number): Output {
  const groups = trial.size('IN_C4');
  const place = (part: number, group: number, lane: number) => ((part * groups + group) * 2 + which) * 4 + lane;
  return {
    ...{ binding, sides: [parts, groups, 2, 4], terms },
    draw: (digit: Digit) => place(digit(parts), digit(groups), digit(4)),
    value: (index) => value(Math.floor(index / (groups * 8)), (Math.floor(index / 8) % groups) * 4 + (index % 4)),
  };
}

/** One of a pair that a kernel is given. */
const givenPair = (trial: Trial, binding: number, which: 0 | 1) => (part: number, channel: number) =>
  trial.given(binding)(((part * trial.size('IN_C4') + (channel >> 2)) * 2 + which) * 4 + (channel & 3));

/** Rows of a part of the batch: every SPLITS-th. */
function rowsOfPart(trial: Trial, part: number): number[] {
  const [rows, splits] = [rowsIn(trial), trial.size('SPLITS')];
  return Array.from({ length: Math.max(0, Math.ceil((rows - part) / splits)) }, (_, at) => part + at * splits);
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0);

export const batchNormMoments: OperatorRule = {
  // Far from zero, as sums of deviations must bear.
  holds: () => ({ 1: 'positive' }),
  outputs(trial) {
    const [x, channels, splits] = [trial.given(1), trial.size('IN_C4') * 4, trial.size('SPLITS')];
    const valuesOf = (part: number, channel: number) => rowsOfPart(trial, part).map((row) => x(row * channels + channel));
    const mean = (part: number, channel: number) => sumOf(valuesOf(part, channel)) / rowsOfPart(trial, part).length;
    const squares = (part: number, channel: number) => {
      const whole = mean(part, channel);
      return sumOf(valuesOf(part, channel).map((value) => (value - whole) ** 2));
    };
    const terms = rowsOfPart(trial, 0).length;
    return [pair(trial, 2, splits, terms, 0, mean), pair(trial, 2, splits, terms, 1, squares)];
  },
};

export const batchNormStatistics: OperatorRule = {
  holds: () => ({ 1: 'positive', 2: 'positive', 3: 'positive' }),
  outputs(trial) {
    const [groups, splits, momentum, epsilon] = [trial.size('IN_C4'), trial.size('SPLITS'), trial.size('MOMENTUM'), trial.size('EPSILON')];
    const [means, squares] = [givenPair(trial, 1, 0), givenPair(trial, 1, 1)];
    const count = rowsIn(trial);
    const parts = Array.from({ length: Math.min(splits, count) }, (_, part) => ({ part, rows: rowsOfPart(trial, part).length }));
    const mean = (channel: number) => sumOf(parts.map(({ part, rows }) => rows * means(part, channel))) / count;
    const deviations = (channel: number) => {
      const whole = mean(channel);
      return sumOf(parts.map(({ part, rows }) => squares(part, channel) + rows * (means(part, channel) - whole) ** 2));
    };
    const moved = (binding: number, now: (channel: number) => number): Output => ({
      ...{ binding, sides: [groups, 4], terms: splits },
      // A single value says nothing of how values spread.
      value: (channel) => (count > 1 ? (1 - momentum) * trial.given(binding)(channel) + momentum * now(channel) : trial.given(binding)(channel)),
    });
    return [
      pair(trial, 4, 1, splits, 0, (_, channel) => mean(channel)),
      pair(trial, 4, 1, splits, 1, (_, channel) => 1 / Math.sqrt(deviations(channel) / count + epsilon)),
      moved(2, mean),
      moved(3, (channel) => deviations(channel) / (count - 1)),
    ];
  },
};

export const batchNorm: OperatorRule = {
  outputs(trial) {
    const [groups, channels] = [trial.size('IN_C4'), trial.size('IN_C4') * 4];
    const [x, mean, scale] = [trial.given(1), givenPair(trial, 2, 0), givenPair(trial, 2, 1)];
    const value = (index: number) => {
      const channel = index % channels;
      if (Math.floor(index / channels) >= rowsIn(trial)) return 0;
      const normalised = (x(index) - mean(0, channel)) * scale(0, channel);
      const shifted = normalised * (trial.sizes['SCALE'] === 1 ? trial.given(3)(channel) : 1) + trial.given(4)(channel);
      return trial.sizes['RELU'] === 1 ? Math.max(shifted, 0) : shifted;
    };
    return [{ binding: 5, sides: [trial.size('BATCH'), trial.size('POSITIONS'), groups, 4], terms: 1, value }];
  },
};

export const batchNormSums: OperatorRule = {
  outputs(trial) {
    const [dy, x, channels, splits] = [trial.given(1), trial.given(2), trial.size('IN_C4') * 4, trial.size('SPLITS')];
    const [mean, scale] = [givenPair(trial, 3, 0), givenPair(trial, 3, 1)];
    const over = (part: number, term: (place: number) => number, channel: number) =>
      sumOf(rowsOfPart(trial, part).map((row) => term(row * channels + channel)));
    const terms = rowsOfPart(trial, 0).length;
    return [
      pair(trial, 4, splits, terms, 0, (part, channel) => over(part, dy, channel)),
      pair(trial, 4, splits, terms, 1, (part, channel) => scale(0, channel) * over(part, (place) => dy(place) * (x(place) - mean(0, channel)), channel)),
    ];
  },
};

export const batchNormParameterGrad: OperatorRule = {
  outputs(trial) {
    const [groups, splits] = [trial.size('IN_C4'), trial.size('SPLITS')];
    const total = (which: 0 | 1) => (channel: number) => sumOf(Array.from({ length: splits }, (_, part) => givenPair(trial, 0, which)(part, channel)));
    const shared = { sides: [groups, 4], terms: splits };
    return [
      { ...shared, binding: 1, value: total(1) },
      { ...shared, binding: 2, value: total(0) },
    ];
  },
};

export const batchNormGrad: OperatorRule = {
  // As large as sums over the batch are.
  holds: (trial) => ({ 4: { scale: rowsIn(trial) }, 5: { scale: rowsIn(trial) } }),
  outputs(trial) {
    const [groups, channels, rows] = [trial.size('IN_C4'), trial.size('IN_C4') * 4, rowsIn(trial)];
    const [dy, dweight, dbias, x] = [trial.given(1), trial.given(4), trial.given(5), trial.given(6)];
    const [mean, scale] = [givenPair(trial, 2, 0), givenPair(trial, 2, 1)];
    const value = (index: number) => {
      const channel = index % channels;
      if (Math.floor(index / channels) >= rows || (trial.sizes['MASK'] === 1 && x(index) <= 0)) return 0;
      const normalised = (x(index) - mean(0, channel)) * scale(0, channel);
      const gradient = scale(0, channel) * (dy(index) - (dbias(channel) + normalised * dweight(channel)) / rows);
      return gradient * (trial.sizes['SCALE'] === 1 ? trial.given(3)(channel) : 1);
    };
    return [{ binding: 7, sides: [trial.size('BATCH'), trial.size('POSITIONS'), groups, 4], terms: 1, value }];
  },
};
