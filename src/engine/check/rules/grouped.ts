import { biasGradient, masked, readerOf, rectified, rowsOf, slidingOf } from './convolution';
import type { OperatorRule, Trial } from './types';

// Layouts: shaders/grouped_conv2d.wgsl. Filters and channels that no group has are there as padding, and not compared.

function groupsOf(trial: Trial) {
  const [groups, inputs, filters] = [trial.size('GROUPS'), trial.size('GROUP_INPUTS'), trial.size('GROUP_FILTERS')];
  return { ...slidingOf(trial), dilation: trial.size('DILATION'), groups, inputs, filters };
}

export const groupedConv2d: OperatorRule = {
  outputs(trial) {
    const { batch, inHeight, inWidth, inGroups, outHeight, outWidth, outGroups, kernel, stride, top, left, dilation, groups, inputs, filters } =
      groupsOf(trial);
    const [x, w, bias] = [trial.given(0), trial.given(1), trial.given(2)];
    const value = (index: number) => {
      const [filter, position] = [index % (outGroups * 4), Math.floor(index / (outGroups * 4))];
      const [column, row, picture] = [position % outWidth, Math.floor(position / outWidth) % outHeight, Math.floor(position / (outWidth * outHeight))];
      let sum = trial.sizes['BIAS'] === 1 ? bias(filter) : 0;
      for (let ky = 0; ky < kernel; ky++) {
        for (let kx = 0; kx < kernel; kx++) {
          const [inRow, inColumn] = [row * stride + ky * dilation - top, column * stride + kx * dilation - left];
          if (inRow < 0 || inRow >= inHeight || inColumn < 0 || inColumn >= inWidth) continue;
          const from = ((picture * inHeight + inRow) * inWidth + inColumn) * inGroups * 4 + Math.floor(filter / filters) * inputs;
          for (let c = 0; c < inputs; c++) sum += x(from + c) * w(((ky * kernel + kx) * inputs + c) * outGroups * 4 + filter);
        }
      }
      return rectified(trial, sum);
    };
    const draw = (digit: (side: number) => number) => digit(batch * outHeight * outWidth) * outGroups * 4 + digit(groups * filters);
    return [{ binding: 3, sides: [batch, outHeight, outWidth, outGroups, 4], terms: kernel ** 2 * inputs, value, draw }];
  },
};

export const groupedConv2dInputGrad: OperatorRule = {
  outputs(trial) {
    const { batch, inHeight, inWidth, inGroups, outHeight, outWidth, outGroups, kernel, stride, top, left, dilation, groups, inputs, filters } =
      groupsOf(trial);
    const [dy, w] = [trial.given(0), trial.given(1)];
    const value = (index: number) => {
      const [channel, position] = [index % (inGroups * 4), Math.floor(index / (inGroups * 4))];
      const [column, row, picture] = [position % inWidth, Math.floor(position / inWidth) % inHeight, Math.floor(position / (inWidth * inHeight))];
      if (channel >= groups * inputs) return 0;
      let sum = 0;
      for (let ky = 0; ky < kernel; ky++) {
        for (let kx = 0; kx < kernel; kx++) {
          const outRow = readerOf(row, ky * dilation, stride, top, outHeight);
          const outColumn = readerOf(column, kx * dilation, stride, left, outWidth);
          if (outRow === undefined || outColumn === undefined) continue;
          const from = ((picture * outHeight + outRow) * outWidth + outColumn) * outGroups * 4;
          const first = Math.floor(channel / inputs) * filters;
          for (let f = first; f < first + filters; f++) sum += dy(from + f) * w(((ky * kernel + kx) * inputs + (channel % inputs)) * outGroups * 4 + f);
        }
      }
      return masked(trial, 2, sum, index);
    };
    return [{ binding: 3, sides: [batch, inHeight, inWidth, inGroups, 4], terms: kernel ** 2 * filters, value }];
  },
};

export const groupedConv2dWeightGrad: OperatorRule = {
  outputs(trial) {
    const { inHeight, inWidth, inGroups, outHeight, outWidth, outGroups, kernel, stride, top, left, dilation, groups, inputs, filters } = groupsOf(trial);
    const [x, dy] = [trial.given(0), trial.given(1)];
    const value = (index: number) => {
      const [filter, rest] = [index % (outGroups * 4), Math.floor(index / (outGroups * 4))];
      const [c, tap] = [rest % inputs, Math.floor(rest / inputs)];
      const [kx, ky, split] = [tap % kernel, Math.floor(tap / kernel) % kernel, Math.floor(tap / kernel ** 2)];
      const [first, end] = rowsOf(trial, split);
      let sum = 0;
      for (let row = first; row < end; row++) {
        for (let column = 0; column < outWidth; column++) {
          const [inRow, inColumn] = [(row % outHeight) * stride + ky * dilation - top, column * stride + kx * dilation - left];
          if (inRow < 0 || inRow >= inHeight || inColumn < 0 || inColumn >= inWidth) continue;
          const from = ((Math.floor(row / outHeight) * inHeight + inRow) * inWidth + inColumn) * inGroups * 4;
          sum += x(from + Math.floor(filter / filters) * inputs + c) * dy((row * outWidth + column) * outGroups * 4 + filter);
        }
      }
      return sum;
    };
    const splits = trial.size('SPLITS');
    const draw = (digit: (side: number) => number) => digit(splits * kernel ** 2 * inputs) * outGroups * 4 + digit(groups * filters);
    const weights = { binding: 2, sides: [splits, kernel, kernel, inputs, outGroups, 4], terms: trial.size('ROWS') * outWidth, value, draw };
    if (trial.sizes['BIAS'] !== 1) return [weights];
    // The invocation that makes four filters' first weights makes their biases as well.
    const firstWeights = (index: number) => Math.floor(index / (outGroups * 4)) * kernel ** 2 * inputs * outGroups + (Math.floor(index / 4) % outGroups);
    return [weights, { ...biasGradient(trial, 1, 3), madeWith: firstWeights }];
  },
};
