import { model, type LayerSpec, type ModelSpec } from './spec';

const relu: LayerSpec = { type: 'relu' };
const flatten: LayerSpec = { type: 'flatten' };
const halve: LayerSpec = { type: 'maxPool2d', size: 2, stride: 2 };
const conv = (filters: number, kernel: number, padding: number): LayerSpec => ({ type: 'conv2d', filters, kernel, stride: 1, padding });
const dense = (units: number): LayerSpec => ({ type: 'dense', units });

/** The networks that come with Kernelgarten. Comparisons rest on `small`, `vgg`, `lenet` and `mlp`: they stay as they are. */
export const presets = {
  /** The network of the ConvNetJS CIFAR-10 demo. */
  small: model([conv(16, 5, 2), relu, halve, conv(20, 5, 2), relu, halve, conv(20, 5, 2), relu, halve, flatten, dense(10)]),
  vgg: model([
    ...[conv(32, 3, 1), relu, conv(32, 3, 1), relu, halve],
    ...[conv(64, 3, 1), relu, conv(64, 3, 1), relu, halve],
    ...[flatten, dense(256), relu, dense(10)],
  ]),
  /** LeNet-5's sizes (LeCun et al. 1998) with ReLU and max pooling: 62,006 parameters. */
  lenet: model([
    ...[conv(6, 5, 0), relu, halve, conv(16, 5, 0), relu, halve],
    ...[flatten, dense(120), relu, dense(84), relu, dense(10)],
  ]),
  mlp: model([flatten, dense(512), relu, dense(10)]),
} as const satisfies Record<string, ModelSpec>;

export type PresetName = keyof typeof presets;

export function isPreset(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}
