import type { OptionValue } from './types';
import type { Shape } from '../shape';
import type { Leftover, Padding, ShapeAnswer, Window } from './types';

/** Rows or columns that a window covers, those between its values included: D(F − 1) + 1. */
export function spanOf({ kernel, dilation }: Pick<Window, 'kernel' | 'dilation'>): number {
  return dilation * (kernel - 1) + 1;
}

/** Output length floor((W − F + P) / S) + 1 along one axis, F being the window's span and P counting the zeros of both ends; below 1 when nothing fits. */
export function slideCount(length: number, span: number, stride: number, padding: number): number {
  return Math.floor((length - span + padding) / stride) + 1;
}

/** What `same` adds along one axis, so that the output has ceil(W / S) values (an odd zero goes to the far end, as in PyTorch). */
function samePadding(length: number, span: number, stride: number): { before: number; after: number } {
  const total = Math.max((Math.ceil(length / stride) - 1) * stride + span - length, 0);
  return { before: Math.floor(total / 2), after: Math.ceil(total / 2) };
}

/** Turns the options of a layer that slides a window into numbers of zeros on each side. */
export function slidingWindow(input: Shape, kernel: number, stride: number, padding: OptionValue | undefined, dilation = 1): Window {
  if (padding === 'same') {
    const span = spanOf({ kernel, dilation });
    const rows = samePadding(input.height, span, stride);
    const columns = samePadding(input.width, span, stride);
    return {
      ...{ kernel, stride, dilation },
      before: { rows: rows.before, columns: columns.before },
      after: { rows: rows.after, columns: columns.after },
    };
  }
  const zeros = typeof padding === 'number' ? padding : 0;
  const side: Padding = { rows: zeros, columns: zeros };
  return { kernel, stride, dilation, before: side, after: side };
}

/** The shape rule of every sliding window. `channels` is the depth of the output. */
export function windowShape(input: Shape, window: Window, channels: number, limits: { readonly maxPadding: number }): ShapeAnswer {
  const padded = {
    rows: input.height + window.before.rows + window.after.rows,
    columns: input.width + window.before.columns + window.after.columns,
  };
  const span = spanOf(window);
  if (span > padded.rows || span > padded.columns) {
    return {
      problem: {
        code: 'model.kernelTooLarge',
        params: { kernel: span, rows: padded.rows, columns: padded.columns },
      },
    };
  }
  const output: Shape = {
    channels,
    height: slideCount(padded.rows, span, window.stride, 0),
    width: slideCount(padded.columns, span, window.stride, 0),
  };
  const leftover = leftoverOf(input, window, limits.maxPadding);
  return leftover ? { output, leftover } : { output };
}

/** What no window reaches at the far edge, where that is more than what a stride beyond the span leaves out between any two windows. */
function leftoverOf(input: Shape, window: Window, maxPadding: number): Leftover | undefined {
  const span = spanOf(window);
  const remainder = (stride: number, rowZeros: number, columnZeros: number) => ({
    rows: (input.height + rowZeros - span) % stride,
    columns: (input.width + columnZeros - span) % stride,
  });
  const rowZeros = window.before.rows + window.after.rows;
  const columnZeros = window.before.columns + window.after.columns;
  const lost = remainder(window.stride, rowZeros, columnZeros);
  const between = Math.max(window.stride - span, 0);
  if (lost.rows <= between && lost.columns <= between) return undefined;

  const whole = (at: { rows: number; columns: number }) => at.rows === 0 && at.columns === 0;
  let padding: number | undefined;
  for (let zeros = 0; zeros <= Math.min(maxPadding, span - 1); zeros++) {
    if (whole(remainder(window.stride, 2 * zeros, 2 * zeros))) {
      const distance = Math.abs(zeros - window.before.rows);
      if (padding === undefined || distance < Math.abs(padding - window.before.rows)) padding = zeros;
    }
  }
  let stride: number | undefined;
  for (let smaller = window.stride - 1; smaller >= 1 && stride === undefined; smaller--) {
    if (whole(remainder(smaller, rowZeros, columnZeros))) stride = smaller;
  }
  return { ...lost, ...(padding === undefined ? {} : { padding }), ...(stride === undefined ? {} : { stride }) };
}
