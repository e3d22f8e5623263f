import { model, type LayerSpec, type ModelSpec } from '../spec';
import { dense, meanOfPicture, normalised, relu } from './parts';

/** What goes around a block that halves the picture and doubles the channels, to so many. */
type Shortcut = (channels: number) => readonly LayerSpec[];

/** A 1 × 1 convolution with a stride of 2: option B of the paper. */
const projection: Shortcut = (channels) => normalised(channels, 1, 2);

/** Every second value, and zeros for the channels that are not there: option A of the paper, which has no parameters. */
export const paddedIdentity: Shortcut = (channels) => [
  { type: 'maxPool2d', size: 1, stride: 2 },
  { type: 'padChannels', channels },
];

/** max(layers(x) + shortcut(x), 0) around two convolutions of 3 × 3. */
function block(filters: number, stride: number, shortcut: readonly LayerSpec[]): readonly LayerSpec[] {
  return [{ type: 'residual', layers: [...normalised(filters, 3, stride), relu, ...normalised(filters, 3)], shortcut }, relu];
}

/**
 * The residual networks for CIFAR-10 of He et al. (arXiv 1512.03385, section 4.2), of 6 · `blocks` + 2 layers with weights:
 * three stages of so many blocks, the identity around each but the first of a later stage.
 * @param first filters of the first stage, 16 in the paper; the others have twice as many and four times.
 */
export function residualNetwork(blocks: number, shortcut: Shortcut = projection, first = 16): ModelSpec {
  const more = (filters: number, count: number) => Array.from({ length: count }, () => block(filters, 1, [])).flat();
  const stage = (filters: number) => [...block(filters, 2, shortcut(filters)), ...more(filters, blocks - 1)];
  return model([...normalised(first, 3), relu, ...more(first, blocks), ...stage(2 * first), ...stage(4 * first), meanOfPicture, dense(10)]);
}

/** 78,042 parameters. */
export const resnet8 = residualNetwork(1);

/** 272,474 parameters; 269,722 with identities padded with zeros in place of the projections. */
export const resnet20 = residualNetwork(3);
