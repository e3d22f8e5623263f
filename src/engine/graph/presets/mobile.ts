import { model, type LayerSpec, type ModelSpec } from '../spec';
import { dense, meanOfPicture, normalised, relu } from './parts';

/** Filters and stride of a convolution. */
type Size = readonly [filters: number, stride: number];

/** A 3 × 3 filter for each channel by itself, then a 1 × 1 convolution that mixes them. */
function separable(channels: number, [filters, stride]: Size): readonly LayerSpec[] {
  return [...normalised(channels, 3, stride, channels), relu, ...normalised(filters, 1), relu];
}

/** A network of depthwise separable convolutions (Howard et al., arXiv 1704.04861, table 1) behind a first one that is not. */
export function mobileNetwork(first: Size, sizes: readonly Size[], classes = 10): ModelSpec {
  const [filters, stride] = first;
  const blocks = sizes.map((size, index) => separable((sizes[index - 1] ?? first)[0], size));
  return model([...normalised(filters, 3, stride), relu, ...blocks.flat(), meanOfPicture, dense(classes)]);
}

/**
 * MobileNet for pictures of 32 × 32: half its filters, without the five alike layers that the paper's shallow one leaves
 * out too, and a stride of 1 in the first convolution in place of 2.
 */
export const mobile = mobileNetwork(
  [16, 1],
  [
    [32, 1],
    [64, 2],
    [64, 1],
    [128, 2],
    [128, 1],
    [256, 2],
    [512, 2],
    [512, 1],
  ],
);
