import { model, type LayerSpec, type ModelSpec } from '../spec';
import { dense, meanOfPicture, normalised, relu } from './parts';

/** What goes around a block that halves the picture and doubles the channels, to so many. */
type Shortcut = (channels: number) => readonly LayerSpec[];

/** A 1 × 1 convolution with a stride of 2: option B of the paper. */
const projection: Shortcut = (channels) => normalised(channels, 1, 2);

/** max(layers(x) + shortcut(x), 0) around two convolutions of 3 × 3. */
function block(filters: number, stride: number, shortcut: readonly LayerSpec[]): readonly LayerSpec[] {
  return [{ type: 'residual', layers: [...normalised(filters, 3, stride), relu, ...normalised(filters, 3)], shortcut }, relu];
}

/**
 * The residual networks for CIFAR-10 of He et al. (arXiv 1512.03385, section 4.2), of 6 · `blocks` + 2 layers with weights:
 * three stages of so many blocks with 16, 32 and 64 filters, the identity around each but the first of a later stage.
 */
export function residualNetwork(blocks: number, shortcut: Shortcut = projection): ModelSpec {
  const more = (filters: number, count: number) => Array.from({ length: count }, () => block(filters, 1, [])).flat();
  const stage = (filters: number) => [...block(filters, 2, shortcut(filters)), ...more(filters, blocks - 1)];
  return model([...normalised(16, 3), relu, ...more(16, blocks), ...stage(32), ...stage(64), meanOfPicture, dense(10)]);
}

/** 78,042 parameters. */
export const resnet8 = residualNetwork(1);

/** 272,474 parameters; 269,722 with identities padded with zeros in place of the projections. */
export const resnet20 = residualNetwork(3);
