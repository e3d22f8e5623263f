import { model, type LayerSpec } from '../spec';
import { conv, convSame, dense, dropout, flatten, halve, meanOfPicture, relu } from './parts';

/** The network of the ConvNetJS CIFAR-10 demo. */
export const small = model([conv(16, 5, 2), relu, halve, conv(20, 5, 2), relu, halve, conv(20, 5, 2), relu, halve, flatten, dense(10)]);

export const mlp = model([flatten, dense(512), relu, dense(10)]);

/** The shapes of `small` with weights that are not shared: 3,920,066 parameters in place of 22,466. */
export const local = model(small.layers.map((layer) => (layer.type === 'conv2d' ? { ...layer, type: 'locallyConnected2d' } : layer)));

/** LeNet-5's sizes (LeCun et al. 1998) with ReLU and max pooling: 62,006 parameters. */
export const lenet = model([...[conv(6, 5, 0), relu, halve, conv(16, 5, 0), relu, halve], ...[flatten, dense(120), relu, dense(84), relu, dense(10)]]);

/** Windows of 3 every 2: their neighbours overlap. */
const overlappingPool: LayerSpec = { type: 'maxPool2d', size: 3, stride: 2, padding: 'same' };

/**
 * The layers of AlexNet (Krizhevsky et al. 2012) for pictures of 32 × 32: five convolutions, overlapping pools behind the
 * first, the second and the last, dropout in both dense layers. Not as in the paper: half the filters and an eighth of
 * the units; 5 × 5 and a stride of 1 in the first convolution in place of 11 × 11 and 4; one tower in place of two; no
 * local response normalisation, which later networks found to be no help. Overlapping maxima make values grow from layer
 * to layer, so its weights begin smaller than He's; the paper's begin smaller still.
 */
export const alexnet = model(
  [
    ...[convSame(48, 5), relu, overlappingPool, convSame(128, 5), relu, overlappingPool],
    ...[convSame(192, 3), relu, convSame(192, 3), relu, convSame(128, 3), relu, overlappingPool],
    ...[flatten, dense(512), relu, dropout(0.5), dense(512), relu, dropout(0.5), dense(10)],
  ].map((layer) => (layer.type === 'conv2d' || layer.type === 'dense' ? { ...layer, init: 'lecunNormal' } : layer)),
);

export const vgg = model([
  ...[conv(32, 3, 1), relu, conv(32, 3, 1), relu, halve],
  ...[conv(64, 3, 1), relu, conv(64, 3, 1), relu, halve],
  ...[flatten, dense(256), relu, dense(10)],
]);

/**
 * All-CNN-C (Springenberg et al., arXiv 1412.6806): strides in place of pools, and a mean in place of dense layers.
 * 1,369,738 parameters. Without the paper's ReLU behind the last convolution, where logits of all classes can be cut off at zero at
 * once, which ends all learning.
 */
export const allconv = model([
  ...[dropout(0.2), convSame(96, 3), relu, convSame(96, 3), relu, convSame(96, 3, 2), relu],
  ...[dropout(0.5), convSame(192, 3), relu, convSame(192, 3), relu, convSame(192, 3, 2), relu],
  ...[dropout(0.5), conv(192, 3, 0), relu, convSame(192, 1), relu, convSame(10, 1), meanOfPicture],
]);
