import type { Analysis } from '../engine/graph/graph';
import { optionsOf, parseModel } from '../engine/graph/parse';
import { presets, isPreset, type PresetName } from '../engine/graph/presets';
import { CIFAR_INPUT, type LayerSpec, type ModelSpec } from '../engine/graph/spec';
import { layerDefinition } from '../engine/layers';
import { fail } from '../engine/problem';

/** Values that the last layer must give: one for each class of CIFAR-10. */
const CLASSES = 10;

/** Reads the text of a model file for the pictures of this page. @throws ProblemError with the path of the offence. */
export function readModelText(text: string): ModelSpec {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    fail('model.notJson', { detail: error instanceof Error ? error.message : '' });
  }
  const spec = parseModel(json);
  const { channels, height, width } = spec.input;
  if (channels !== CIFAR_INPUT.channels || height !== CIFAR_INPUT.height || width !== CIFAR_INPUT.width) {
    fail('model.inputNotPictures', { channels, height, width }, 'input');
  }
  return spec;
}

/**
 * Where a new layer of a type makes sense when no place was chosen: what slides over a picture goes before the picture
 * is flattened, everything else before the layer that gives the logits.
 */
export function insertionIndex(spec: ModelSpec, type: string): number {
  const groups = spec.layers.map((layer) => layerDefinition(layer.type)?.group);
  const group = layerDefinition(type)?.group;
  const place =
    group === 'convolution' || group === 'pooling'
      ? groups.findIndex((other) => other === 'shape' || other === 'dense')
      : groups.findLastIndex((other) => other === 'dense');
  return place < 0 ? spec.layers.length : place;
}

/** The layer list, made to end with one value a class: a last dense layer gets as many units, else what is missing is added. */
export function withClassesAtEnd(layers: readonly LayerSpec[], analysis: Analysis): readonly LayerSpec[] {
  const last = layers.at(-1);
  if (last?.type === 'dense') return [...layers.slice(0, -1), { ...last, units: CLASSES }];
  const output = analysis.nodes.at(-1)?.output;
  const flat = output?.height === 1 && output.width === 1;
  return [...layers, ...(flat ? [] : [{ type: 'flatten' }]), { type: 'dense', units: CLASSES }];
}

function canonical(layers: readonly LayerSpec[]): string {
  return JSON.stringify(layers.map((layer) => [layer.type, optionsOf(layer)]));
}

/** The preset that a network equals, defaults counted as if they were spelt out. */
export function presetOf(spec: ModelSpec): PresetName | undefined {
  const written = canonical(spec.layers);
  return Object.keys(presets)
    .filter(isPreset)
    .find((name) => canonical(presets[name].layers) === written);
}
