import type { LayerType } from '../layers';
import type { OptionValue } from '../layers/types';
import type { Shape } from '../shape';

/** One entry of a layer list: its type, the options that differ from the defaults or are spelt out, and lists of layers inside it. */
export interface LayerSpec {
  readonly type: LayerType;
  readonly [option: string]: OptionValue | readonly LayerSpec[];
}

/** A list of layers inside a layer; one that is left out is empty. */
export function listOf(layer: LayerSpec, name: string): readonly LayerSpec[] {
  const list = layer[name];
  return typeof list === 'object' ? list : [];
}

/**
 * Where a layer stands, or a list of layers: `[3]` is the fourth of the model, `[3, 'shortcut']` a list inside that one,
 * `[3, 'shortcut', 0]` the first layer there.
 */
export type Place = readonly (number | string)[];

/** How problems and profiles name a place: `layers[3].shortcut[0]`. */
export function pathOf(place: Place): string {
  return place.reduce<string>((path, step) => (typeof step === 'number' ? `${path}[${step}]` : `${path}.${step}`), 'layers');
}

/** The place of the layer with which a path begins: of `layers[3].shortcut[0].stride`, `[3, 'shortcut', 0]`. */
export function placeIn(path: string): Place | undefined {
  const [layer] = /^layers\[\d+\](?:\.\w+\[\d+\])*/.exec(path) ?? [];
  const steps = layer?.match(/\w+/g)?.slice(1);
  return steps?.map((step) => (/^\d/.test(step) ? Number(step) : step));
}

/** The layer at a place, if there is one. */
export function layerAt(layers: readonly LayerSpec[], [index, name, ...rest]: Place): LayerSpec | undefined {
  const layer = layers[Number(index)];
  return layer && name !== undefined ? layerAt(listOf(layer, String(name)), rest) : layer;
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
