import type { LayerSpec } from '../spec';

export const relu: LayerSpec = { type: 'relu' };
export const flatten: LayerSpec = { type: 'flatten' };
export const halve: LayerSpec = { type: 'maxPool2d', size: 2, stride: 2 };
export const meanOfPicture: LayerSpec = { type: 'globalAvgPool' };
export const batchNorm: LayerSpec = { type: 'batchNorm' };
export const dropout = (rate: number): LayerSpec => ({ type: 'dropout', rate });
export const dense = (units: number): LayerSpec => ({ type: 'dense', units });

/** A convolution of stride 1 with a number of zeros on every side. */
export const conv = (filters: number, kernel: number, padding: number): LayerSpec => ({ type: 'conv2d', filters, kernel, stride: 1, padding });

/** A convolution that divides rows and columns by its stride, rounded up, and loses nothing at the edge. */
export const convSame = (filters: number, kernel: number, stride = 1): LayerSpec => ({ type: 'conv2d', filters, kernel, stride, padding: 'same' });

/** One with normalisation behind it, whose shift makes a bias needless. */
export const normalised = (filters: number, kernel: number, stride = 1, groups = 1): readonly LayerSpec[] => [
  { ...convSame(filters, kernel, stride), groups, bias: false },
  batchNorm,
];
