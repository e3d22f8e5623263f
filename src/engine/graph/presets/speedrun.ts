import { noAugmentation } from '../../pictures/augmentation';
import { optimiserDefaults } from '../../optim/optimisers';
import type { Recipe } from '../../optim/recipe';
import { shapeDefaults } from '../../optim/schedule';
import { model, type LayerSpec } from '../spec';

const gelu: LayerSpec = { type: 'gelu' };
const conv = (filters: number): LayerSpec => ({ type: 'conv2d', filters, kernel: 3, padding: 'same', bias: false, init: 'dirac' });
/** The author's momentum of 0.6 is the share of the past. */
const norm: LayerSpec = { type: 'batchNorm', momentum: 0.4, epsilon: 1e-12, scale: false };
const halve: LayerSpec = { type: 'maxPool2d', size: 2, stride: 2 };

const block = (filters: number): LayerSpec[] => [conv(filters), halve, norm, gelu, conv(filters), norm, gelu];

/** The network of airbench94 (Jordan, arXiv 2404.00498, section 3.1): patches whitened, three blocks of so many filters, logits made smaller. */
export function airbench(...widths: readonly number[]): LayerSpec[] {
  return [
    { type: 'conv2d', filters: 24, kernel: 2, padding: 'valid', init: 'whitening', frozen: true },
    gelu,
    ...widths.flatMap(block),
    { type: 'maxPool2d', size: 3, stride: 3 },
    { type: 'flatten' },
    { type: 'dense', units: 10, bias: false, init: 'pytorchDefault' },
    { type: 'scale', factor: 1 / 9 },
  ];
}

export const speedrun = model(airbench(64, 256, 256));

/**
 * How airbench94 trains. Its learning rate of 11.5 and weight decay of 0.0153 are for 1,024 pictures and steps as long as gradients:
 * with a kilostep of 1024 · (1 + 1 / (1 − 0.85)) it hands PyTorch's SGD the rate 11.5 / kilostep, and the decay
 * 0.0153 · 1024 / kilostep over that rate, for a loss that is the sum over 1,024 pictures. Here the loss is their mean, whose
 * gradients are 1,024 times smaller: the rate becomes 11.5 / (1 + 1 / 0.15) = 1.5 and the decay 0.0153 / 11.5 = 0.00133.
 * It trains for 9.9 epochs; here epochs are whole.
 */
export const speedrunRecipe: Recipe = {
  ...{ batchSize: 1024, epochs: 10, accumulate: 1 },
  ...optimiserDefaults('sgd'),
  ...{ optimizer: 'sgd', momentum: 0.85, nesterov: true },
  ...shapeDefaults,
  ...{ learningRate: 1.5, schedule: 'triangular', warmup: 0.23, startFactor: 0.2, endFactor: 0.07 },
  ...{ weightDecay: 0.00133, spareNorms: false, shiftRate: 64, clipNorm: 0 },
  ...{ labelSmoothing: 0.2, ema: 0, lookahead: true, repeatable: false },
  ...{ ...noAugmentation, flip: 'alternating', shift: 2, shiftPadding: 'reflect' },
  testTimeAugmentation: 2,
};
