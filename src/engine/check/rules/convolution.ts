import type { OperatorRule, Output, Trial } from './types';

// Layouts: shaders/conv2d_direct.wgsl. All channels of a group of four are there, whether or not a network fills them.

/** Sizes of what slides. */
export function slidingOf({ size }: Trial) {
  return {
    ...{ batch: size('BATCH'), inHeight: size('IN_H'), inWidth: size('IN_W'), inGroups: size('IN_C4') },
    ...{ outHeight: size('OUT_H'), outWidth: size('OUT_W'), outGroups: size('OUT_C4') },
    ...{ kernel: size('KERNEL'), stride: size('STRIDE'), top: size('PAD_TOP'), left: size('PAD_LEFT') },
  };
}

/** The step from one kernel position to the next. */
const dilationOf = ({ sizes }: Trial) => sizes['DILATION'] ?? 1;

/** Which output of a side reads an input under a kernel position; undefined where none does. */
export function readerOf(input: number, tap: number, stride: number, before: number, outputs: number): number | undefined {
  const distance = input + before - tap;
  return distance >= 0 && distance % stride === 0 && distance / stride < outputs ? distance / stride : undefined;
}

/** What becomes of a value that a ReLU made: nothing goes back where it is not positive. */
export function masked({ sizes, given }: Trial, binding: number, value: number, index: number): number {
  return sizes['MASK'] === 1 && given(binding)(index) <= 0 ? 0 : value;
}

export const rectified = ({ sizes }: Trial, value: number) => (sizes['RELU'] === 1 && value < 0 ? 0 : value);

/** y = b + Σ w ⋆ x; of weights that are not shared, those of the output's own position. */
function forward(trial: Trial, unshared: boolean): Output {
  const { batch, inHeight, inWidth, inGroups, outHeight, outWidth, outGroups, kernel, stride, top, left } = slidingOf(trial);
  const dilation = dilationOf(trial);
  const [dot, bias] = [trial.dot(0, 1), trial.given(2)];
  const value = (index: number) => {
    const [filter, position] = [index % (outGroups * 4), Math.floor(index / (outGroups * 4))];
    const [column, row, picture] = [position % outWidth, Math.floor(position / outWidth) % outHeight, Math.floor(position / (outWidth * outHeight))];
    let sum = trial.sizes['BIAS'] === 1 ? bias(filter) : 0;
    const own = unshared ? (row * outWidth + column) * kernel ** 2 : 0;
    for (let ky = 0; ky < kernel; ky++) {
      const inRow = row * stride + ky * dilation - top;
      if (inRow < 0 || inRow >= inHeight) continue;
      for (let kx = 0; kx < kernel; kx++) {
        const inColumn = column * stride + kx * dilation - left;
        if (inColumn < 0 || inColumn >= inWidth) continue;
        const from = ((picture * inHeight + inRow) * inWidth + inColumn) * inGroups * 4;
        const matrix = (own + ky * kernel + kx) * inGroups * outGroups + (filter >> 2);
        for (let lane = 0; lane < 4; lane++) sum += dot(from + lane, 4, matrix * 16 + lane * 4 + (filter & 3), outGroups * 16, inGroups);
      }
    }
    return rectified(trial, sum);
  };
  return { binding: 3, sides: [batch, outHeight, outWidth, outGroups, 4], terms: kernel ** 2 * inGroups * 4, value };
}

/** dx = Σ wᵀ dy over the outputs that read the input. */
function inputGradient(trial: Trial, unshared: boolean): Output {
  const { batch, inHeight, inWidth, inGroups, outHeight, outWidth, outGroups, kernel, stride, top, left } = slidingOf(trial);
  const dilation = dilationOf(trial);
  const dot = trial.dot(0, 1);
  const value = (index: number) => {
    const [channel, position] = [index % (inGroups * 4), Math.floor(index / (inGroups * 4))];
    const [column, row, picture] = [position % inWidth, Math.floor(position / inWidth) % inHeight, Math.floor(position / (inWidth * inHeight))];
    let sum = 0;
    for (let ky = 0; ky < kernel; ky++) {
      const outRow = readerOf(row, ky * dilation, stride, top, outHeight);
      if (outRow === undefined) continue;
      for (let kx = 0; kx < kernel; kx++) {
        const outColumn = readerOf(column, kx * dilation, stride, left, outWidth);
        if (outColumn === undefined) continue;
        const from = ((picture * outHeight + outRow) * outWidth + outColumn) * outGroups * 4;
        const own = unshared ? (outRow * outWidth + outColumn) * kernel ** 2 : 0;
        const matrix = ((own + ky * kernel + kx) * inGroups + (channel >> 2)) * outGroups;
        for (let lane = 0; lane < 4; lane++) sum += dot(from + lane, 4, matrix * 16 + (channel & 3) * 4 + lane, 16, outGroups);
      }
    }
    return masked(trial, 2, sum, index);
  };
  return { binding: 3, sides: [batch, inHeight, inWidth, inGroups, 4], terms: kernel ** 2 * outGroups * 4, value };
}

/** The rows of a sum over the batch that a partial sum takes. */
export function rowsOf({ size }: Trial, split: number): readonly [first: number, end: number] {
  const first = split * size('ROWS');
  return [first, Math.min(first + size('ROWS'), size('BATCH') * size('OUT_H'))];
}

/** Σ dy of a run of rows. @param shift of the bias's partial sums among the gradients. */
export function biasGradient(trial: Trial, dyBinding: number, binding: number): Output {
  const [outWidth, outGroups] = [trial.size('OUT_W'), trial.size('OUT_C4')];
  const dy = trial.given(dyBinding);
  const value = (index: number) => {
    const [first, end] = rowsOf(trial, Math.floor(index / (outGroups * 4)));
    let sum = 0;
    for (let position = first * outWidth; position < end * outWidth; position++) sum += dy(position * outGroups * 4 + (index % (outGroups * 4)));
    return sum;
  };
  return { binding, sides: [trial.size('SPLITS'), outGroups, 4], terms: trial.size('ROWS') * outWidth, value };
}

/** dw = Σ x dy of a run of rows. */
function weightGradient(trial: Trial): Output {
  const { inHeight, inWidth, inGroups, outHeight, outWidth, outGroups, kernel, stride, top, left } = slidingOf(trial);
  const dilation = dilationOf(trial);
  const dot = trial.dot(0, 1);
  const value = (index: number) => {
    const [within, block] = [index % 16, Math.floor(index / 16)];
    const [filter, rest] = [(block % outGroups) * 4 + (within & 3), Math.floor(block / outGroups)];
    const [channel, tap] = [(rest % inGroups) * 4 + (within >> 2), Math.floor(rest / inGroups)];
    const [kx, ky, split] = [tap % kernel, Math.floor(tap / kernel) % kernel, Math.floor(tap / kernel ** 2)];
    const [first, end] = rowsOf(trial, split);
    // Columns of the output that see one of the input at this place of the kernel.
    const shift = kx * dilation - left;
    const columns = Array.from({ length: outWidth }, (_, column) => column).filter(
      (column) => column * stride + shift >= 0 && column * stride + shift < inWidth,
    );
    const [firstColumn] = columns;
    if (firstColumn === undefined) return 0;
    let sum = 0;
    for (let row = first; row < end; row++) {
      const inRow = (row % outHeight) * stride + ky * dilation - top;
      if (inRow < 0 || inRow >= inHeight) continue;
      const from = (Math.floor(row / outHeight) * inHeight + inRow) * inWidth + firstColumn * stride + shift;
      const x = from * inGroups * 4 + channel;
      sum += dot(x, stride * inGroups * 4, (row * outWidth + firstColumn) * outGroups * 4 + filter, outGroups * 4, columns.length);
    }
    return sum;
  };
  return { binding: 2, sides: [trial.size('SPLITS'), kernel, kernel, inGroups, outGroups, 16], terms: trial.size('ROWS') * outWidth, value };
}

/** The same where each output position has weights of its own: over a run of pictures. */
function unsharedWeightGradient(trial: Trial): Output {
  const { batch, inHeight, inWidth, inGroups, outHeight, outWidth, outGroups, kernel, stride, top, left } = slidingOf(trial);
  const [x, dy, rows] = [trial.given(0), trial.given(1), trial.size('ROWS')];
  const value = (index: number) => {
    const [within, block] = [index % 16, Math.floor(index / 16)];
    const [filter, rest] = [(block % outGroups) * 4 + (within & 3), Math.floor(block / outGroups)];
    const [channel, place] = [(rest % inGroups) * 4 + (within >> 2), Math.floor(rest / inGroups)];
    const [tap, own] = [place % kernel ** 2, Math.floor(place / kernel ** 2)];
    const [position, split] = [own % (outHeight * outWidth), Math.floor(own / (outHeight * outWidth))];
    const inRow = Math.floor(position / outWidth) * stride + Math.floor(tap / kernel) - top;
    const inColumn = (position % outWidth) * stride + (tap % kernel) - left;
    if (inRow < 0 || inRow >= inHeight || inColumn < 0 || inColumn >= inWidth) return 0;
    let sum = 0;
    for (let picture = split * rows; picture < Math.min((split + 1) * rows, batch); picture++) {
      const from = ((picture * inHeight + inRow) * inWidth + inColumn) * inGroups * 4;
      sum += x(from + channel) * dy((picture * outHeight * outWidth + position) * outGroups * 4 + filter);
    }
    return sum;
  };
  const sides = [trial.size('SPLITS'), outHeight * outWidth, kernel, kernel, inGroups, outGroups, 16];
  return { binding: 2, sides, terms: rows, value };
}

export const conv2d: OperatorRule = { outputs: (trial) => [forward(trial, false)] };
export const conv2dInputGrad: OperatorRule = { outputs: (trial) => [inputGradient(trial, false)] };
export const conv2dWeightGrad: OperatorRule = {
  outputs(trial) {
    const weights = weightGradient(trial);
    if (trial.sizes['BIAS'] !== 1) return [weights];
    const [, kernel = 1, , inGroups = 1, outGroups = 1] = weights.sides;
    // The workgroup that makes a filter's first weights makes its bias as well.
    const firstWeight = (index: number) => {
      const [filters, split] = [Math.floor(index / 4) % outGroups, Math.floor(index / (outGroups * 4))];
      return split * kernel ** 2 * inGroups * outGroups + filters;
    };
    return [weights, { ...biasGradient(trial, 1, 3), madeWith: firstWeight }];
  },
};

export const locallyConnected2d: OperatorRule = { outputs: (trial) => [forward(trial, true)] };
export const locallyConnected2dInputGrad: OperatorRule = { outputs: (trial) => [inputGradient(trial, true)] };
export const locallyConnected2dWeightGrad: OperatorRule = { outputs: (trial) => [unsharedWeightGradient(trial)] };
export const biasGrad: OperatorRule = { outputs: (trial) => [biasGradient(trial, 0, 1)] };
