/** Channels, height and width of one picture or feature map; a vector is C × 1 × 1. */
export interface Shape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

export type OptionValue = number | string | boolean;

/** One entry of the layer list: its type and the options that differ from the defaults or are spelt out. */
export interface LayerSpec {
  readonly type: string;
  readonly [option: string]: OptionValue;
}

/** The model file, version 1 (docs/design.md). The last layer gives the logits. */
export interface ModelSpec {
  readonly format: 'kernelgarten-model';
  readonly version: 1;
  readonly input: Shape;
  readonly layers: readonly LayerSpec[];
}

export const CIFAR_INPUT: Shape = { channels: 3, height: 32, width: 32 };

/** A model file around a layer list. */
export function model(layers: readonly LayerSpec[], input: Shape = CIFAR_INPUT): ModelSpec {
  return { format: 'kernelgarten-model', version: 1, input, layers };
}

/** Values a shape holds. */
export function volume(shape: Shape): number {
  return shape.channels * shape.height * shape.width;
}
