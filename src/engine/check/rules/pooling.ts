import { masked, readerOf } from './convolution';
import type { OperatorRule, Trial } from './types';

function poolOf({ size }: Trial) {
  return {
    ...{ batch: size('BATCH'), inHeight: size('IN_H'), inWidth: size('IN_W'), channels: size('IN_C4') * 4 },
    ...{ outHeight: size('OUT_H'), outWidth: size('OUT_W'), kernel: size('KERNEL'), stride: size('STRIDE'), top: size('PAD_TOP'), left: size('PAD_LEFT') },
  };
}

/** Each value under the window of an output, with its place in the window. */
function* window(trial: Trial, index: number): Generator<readonly [value: number, place: number]> {
  const { inHeight, inWidth, channels, outHeight, outWidth, kernel, stride, top, left } = poolOf(trial);
  const x = trial.given(0);
  const [channel, position] = [index % channels, Math.floor(index / channels)];
  const [column, row, picture] = [position % outWidth, Math.floor(position / outWidth) % outHeight, Math.floor(position / (outWidth * outHeight))];
  for (let ky = 0; ky < kernel; ky++) {
    for (let kx = 0; kx < kernel; kx++) {
      const [inRow, inColumn] = [row * stride + ky - top, column * stride + kx - left];
      if (inRow < 0 || inRow >= inHeight || inColumn < 0 || inColumn >= inWidth) continue;
      yield [x(((picture * inHeight + inRow) * inWidth + inColumn) * channels + channel), ky * kernel + kx];
    }
  }
}

/** Each output whose window has an input in it, with the input's place in that window. */
function* windowsOver(trial: Trial, index: number): Generator<readonly [output: number, place: number]> {
  const { inHeight, inWidth, channels, outHeight, outWidth, kernel, stride, top, left } = poolOf(trial);
  const [channel, position] = [index % channels, Math.floor(index / channels)];
  const [column, row, picture] = [position % inWidth, Math.floor(position / inWidth) % inHeight, Math.floor(position / (inWidth * inHeight))];
  for (let ky = 0; ky < kernel; ky++) {
    for (let kx = 0; kx < kernel; kx++) {
      const [outRow, outColumn] = [readerOf(row, ky, stride, top, outHeight), readerOf(column, kx, stride, left, outWidth)];
      if (outRow === undefined || outColumn === undefined) continue;
      yield [((picture * outHeight + outRow) * outWidth + outColumn) * channels + channel, ky * kernel + kx];
    }
  }
}

const outputSides = ({ size }: Trial) => [size('BATCH'), size('OUT_H'), size('OUT_W'), size('IN_C4'), 4];
const inputSides = ({ size }: Trial) => [size('BATCH'), size('IN_H'), size('IN_W'), size('IN_C4'), 4];
const termsOf = ({ size }: Trial) => size('KERNEL') ** 2;

export const maxPool: OperatorRule = {
  outputs(trial) {
    // The first of equal values counts.
    const best = (index: number) => [...window(trial, index)].reduce((before, next) => (next[0] > before[0] ? next : before));
    const [sides, terms] = [outputSides(trial), termsOf(trial)];
    return [
      { binding: 1, sides, terms, value: (index) => best(index)[0] },
      { binding: 2, sides, terms, value: (index) => best(index)[1], whole: true },
    ];
  },
};

/** Places that the trial says were the largest of their windows: each in its turn. */
const placeAt = ({ size }: Pick<Trial, 'size'>, index: number) => index % size('KERNEL') ** 2;

export const maxPoolGrad: OperatorRule = {
  holds: (trial) => ({ 1: Uint32Array.from({ length: trial.size('KERNEL') ** 2 }, (_, index) => placeAt(trial, index)) }),
  outputs(trial) {
    const dy = trial.given(0);
    const value = (index: number) => {
      let sum = 0;
      for (const [output, place] of windowsOver(trial, index)) if (placeAt(trial, output) === place) sum += dy(output);
      return masked(trial, 2, sum, index);
    };
    return [{ binding: 3, sides: inputSides(trial), terms: termsOf(trial), value }];
  },
};

export const avgPool: OperatorRule = {
  outputs(trial) {
    const value = (index: number) => [...window(trial, index)].reduce((sum, [x]) => sum + x, 0) / termsOf(trial);
    return [{ binding: 1, sides: outputSides(trial), terms: termsOf(trial), value }];
  },
};

export const avgPoolGrad: OperatorRule = {
  outputs(trial) {
    const dy = trial.given(0);
    const value = (index: number) => {
      const sum = [...windowsOver(trial, index)].reduce((total, [output]) => total + dy(output), 0);
      return masked(trial, 1, sum / termsOf(trial), index);
    };
    return [{ binding: 2, sides: inputSides(trial), terms: termsOf(trial), value }];
  },
};

export const globalAvgPool: OperatorRule = {
  outputs(trial) {
    const [batch, positions, groups] = [trial.size('BATCH'), trial.size('POSITIONS'), trial.size('IN_C4')];
    const [x, channels] = [trial.given(0), groups * 4];
    const value = (index: number) => {
      const [channel, picture] = [index % channels, Math.floor(index / channels)];
      let sum = 0;
      for (let position = 0; position < positions; position++) sum += x((picture * positions + position) * channels + channel);
      return sum / positions;
    };
    return [{ binding: 1, sides: [batch, groups, 4], terms: positions, value }];
  },
};

export const globalAvgPoolGrad: OperatorRule = {
  outputs(trial) {
    const [batch, positions, groups] = [trial.size('BATCH'), trial.size('POSITIONS'), trial.size('IN_C4')];
    const [dy, channels] = [trial.given(0), groups * 4];
    const value = (index: number) => {
      const share = dy(Math.floor(index / (positions * channels)) * channels + (index % channels)) / positions;
      return masked(trial, 1, share, index);
    };
    return [{ binding: 2, sides: [batch, positions, groups, 4], terms: 1, value }];
  },
};
