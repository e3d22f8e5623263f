import type { OperatorRule, Output, Trial } from './types';

// What the kernels hand to one another: shaders/lib/group_norm.wgsl.

/** Sizes of the groups, and where things lie. */
function layoutOf({ size }: Trial) {
  const [batch, positions, vectors, channels, groups, members] = ['BATCH', 'POSITIONS', 'IN_C4', 'CHANNELS', 'GROUPS', 'SIZE'].map(size) as [
    ...[batch: number, positions: number, vectors: number],
    ...[channels: number, groups: number, members: number],
  ];
  const row = vectors * 4;
  return {
    ...{ batch, positions, vectors, channels, groups, members, row },
    /** Of a value by its place: the picture, the channel, and the group among those of all pictures. */
    at(index: number) {
      const [picture, channel] = [Math.floor(index / (positions * row)), index % row];
      return { picture, channel, group: picture * groups + Math.floor(channel / members) };
    },
    /** Where the values of a channel of a picture lie. */
    places: (picture: number, channel: number) => Array.from({ length: positions }, (_, position) => (picture * positions + position) * row + channel),
    /** Where the first of a pair of vectors lies that are kept for a channel of a picture; the second lies four further. */
    pair: (picture: number, channel: number) => (picture * vectors + (channel >> 2)) * 8 + (channel & 3),
    values: [batch, positions, vectors, 4],
  };
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0);

/** The first or the second of the pairs that are made for each channel of each picture. */
function pairOf(trial: Trial, binding: number, which: 0 | 1, value: (picture: number, channel: number) => number): Output {
  const { batch, vectors, positions, row } = layoutOf(trial);
  return {
    ...{ binding, sides: [batch, vectors, 2, 4], terms: positions },
    draw: (digit) => (digit(batch) * vectors + digit(vectors)) * 8 + which * 4 + digit(4),
    value: (index) => value(Math.floor(index / (row * 2)), (Math.floor(index / 8) % vectors) * 4 + (index % 4)),
  };
}

/** One of the two numbers that are made for each group of each picture. */
function numberOf(trial: Trial, binding: number, which: 0 | 1, value: (picture: number, channels: readonly number[]) => number): Output {
  const { batch, groups, members } = layoutOf(trial);
  return {
    ...{ binding, sides: [batch * groups, 2], terms: members },
    draw: (digit) => digit(batch * groups) * 2 + which,
    value(index) {
      const [picture, group] = [Math.floor(index / (2 * groups)), Math.floor(index / 2) % groups];
      return value(
        picture,
        Array.from({ length: members }, (_, member) => group * members + member),
      );
    },
  };
}

const isAffine = ({ size }: Trial) => size('AFFINE') === 1;

export const groupNormMoments: OperatorRule = {
  // Far from zero, as sums of deviations must bear.
  holds: () => ({ 0: 'positive' }),
  outputs(trial) {
    const { places, positions } = layoutOf(trial);
    const x = trial.given(0);
    const mean = (picture: number, channel: number) => sumOf(places(picture, channel).map(x)) / positions;
    const squares = (picture: number, channel: number) => {
      const whole = mean(picture, channel);
      return sumOf(places(picture, channel).map((place) => (x(place) - whole) ** 2));
    };
    return [pairOf(trial, 1, 0, mean), pairOf(trial, 1, 1, squares)];
  },
};

export const groupNormStatistics: OperatorRule = {
  holds: () => ({ 0: 'positive' }),
  outputs(trial) {
    const { pair, members, positions } = layoutOf(trial);
    const moments = trial.given(0);
    const mean = (picture: number, channels: readonly number[]) => sumOf(channels.map((channel) => moments(pair(picture, channel)))) / members;
    const variance = (picture: number, channels: readonly number[]) => {
      const whole = mean(picture, channels);
      const squares = channels.map((channel) => moments(pair(picture, channel) + 4) + positions * (moments(pair(picture, channel)) - whole) ** 2);
      return sumOf(squares) / (members * positions);
    };
    return [numberOf(trial, 1, 0, mean), numberOf(trial, 1, 1, (picture, channels) => 1 / Math.sqrt(variance(picture, channels) + trial.size('EPSILON')))];
  },
};

export const groupNorm: OperatorRule = {
  outputs(trial) {
    const { at, values, channels } = layoutOf(trial);
    const [x, statistics, weight, bias] = [trial.given(0), trial.given(1), trial.given(2), trial.given(3)];
    const value = (index: number) => {
      const { channel, group } = at(index);
      if (channel >= channels) return 0;
      const normalised = (x(index) - statistics(group * 2)) * statistics(group * 2 + 1);
      const shifted = isAffine(trial) ? normalised * weight(channel) + bias(channel) : normalised;
      return trial.sizes['RELU'] === 1 ? Math.max(shifted, 0) : shifted;
    };
    return [{ binding: 4, sides: values, terms: 1, value }];
  },
};

export const groupNormSums: OperatorRule = {
  outputs(trial) {
    const { places, channels, groups, members } = layoutOf(trial);
    const [dy, x, statistics] = [trial.given(0), trial.given(1), trial.given(2)];
    const products = (picture: number, channel: number) => {
      // Padding takes the last channel's.
      const group = picture * groups + Math.floor(Math.min(channel, channels - 1) / members);
      return statistics(group * 2 + 1) * sumOf(places(picture, channel).map((place) => dy(place) * (x(place) - statistics(group * 2))));
    };
    return [pairOf(trial, 3, 0, (picture, channel) => sumOf(places(picture, channel).map(dy))), pairOf(trial, 3, 1, products)];
  },
};

export const groupNormParameterGrad: OperatorRule = {
  outputs(trial) {
    const { batch, vectors, channels, pair } = layoutOf(trial);
    const sums = trial.given(0);
    const total = (which: 0 | 4) => (channel: number) =>
      channel < channels ? sumOf(Array.from({ length: batch }, (_, picture) => sums(pair(picture, channel) + which))) : 0;
    const shared = { sides: [vectors, 4], terms: batch };
    return [
      { ...shared, binding: 1, value: total(4) },
      { ...shared, binding: 2, value: total(0) },
    ];
  },
};

export const groupNormMeans: OperatorRule = {
  outputs(trial) {
    const { pair, members, positions } = layoutOf(trial);
    const [sums, weight] = [trial.given(0), trial.given(1)];
    const mean = (which: 0 | 4) => (picture: number, channels: readonly number[]) =>
      sumOf(channels.map((channel) => (isAffine(trial) ? weight(channel) : 1) * sums(pair(picture, channel) + which))) / (members * positions);
    return [numberOf(trial, 2, 0, mean(0)), numberOf(trial, 2, 1, mean(4))];
  },
};

export const groupNormGrad: OperatorRule = {
  outputs(trial) {
    const { at, values, channels } = layoutOf(trial);
    const [dy, statistics, weight, means, x] = [trial.given(0), trial.given(1), trial.given(2), trial.given(3), trial.given(4)];
    const value = (index: number) => {
      const { channel, group } = at(index);
      if (channel >= channels || (trial.sizes['MASK'] === 1 && x(index) <= 0)) return 0;
      const [mean, scale] = [statistics(group * 2), statistics(group * 2 + 1)];
      const gradient = dy(index) * (isAffine(trial) ? weight(channel) : 1);
      return scale * (gradient - means(group * 2) - (x(index) - mean) * scale * means(group * 2 + 1));
    };
    return [{ binding: 5, sides: values, terms: 1, value }];
  },
};
