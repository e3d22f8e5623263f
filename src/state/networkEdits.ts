import { textOf } from '../data/text';
import type { Analysis } from '../engine/graph/graph';
import { parseModelFile, speltOut, type ModelFile } from '../engine/graph/parse';
import { presetNames, presets, type PresetName } from '../engine/graph/presets';
import { CIFAR_INPUT, type LayerSpec, type ModelSpec } from '../engine/graph/spec';
import { layers as definitions, type LayerType } from '../engine/layers';
import { fail } from '../engine/problem';

/** A model of the most layers there may be is far smaller. */
const MOST_FILE_BYTES = 1_000_000;

/** The layer that a dense layer wants before it. */
export const FLATTEN = 'flatten';

/** Values that the last layer must give: one for each class of CIFAR-10. */
const CLASSES = 10;

/** Reads a model file. @throws ProblemError */
export async function readModelFile(file: Blob): Promise<ModelFile> {
  if (file.size > MOST_FILE_BYTES) fail('model.fileTooLarge', { bytes: file.size, most: MOST_FILE_BYTES });
  const bytes = await file.arrayBuffer().catch((error: unknown) => fail('model.fileUnreadable', { detail: String(error) }));
  return readModelText(textOf(new Uint8Array(bytes)) ?? fail('model.notText'));
}

function readModelText(text: string): ModelFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    fail('model.notJson', { detail: error instanceof Error ? error.message : '' });
  }
  return readModel(json);
}

/** Reads what stands in a model file, for the pictures of this page. @throws ProblemError with the path of the offence. */
export function readModel(json: unknown): ModelFile {
  const read = parseModelFile(json);
  const { channels, height, width } = read.model.input;
  if (channels !== CIFAR_INPUT.channels || height !== CIFAR_INPUT.height || width !== CIFAR_INPUT.width) {
    fail('model.inputNotPictures', { channels, height, width }, 'input');
  }
  return read;
}

/**
 * Where a new layer of a type makes sense when no place was chosen: what takes a picture goes before it is
 * flattened, everything else before the layer that gives the logits.
 */
export function insertionIndex(spec: ModelSpec, type: LayerType): number {
  const groups = spec.layers.map((layer) => definitions[layer.type].group);
  const group = definitions[type].group;
  const place =
    group === 'convolution' || group === 'pooling' || group === 'block'
      ? groups.findIndex((other) => other === 'shape' || other === 'dense')
      : groups.findLastIndex((other) => other === 'dense');
  return place < 0 ? spec.layers.length : place;
}

/** Whether the last layer can give one value a class if its units are changed. */
export function endsDense(layers: readonly LayerSpec[]): boolean {
  return layers.at(-1)?.type === 'dense';
}

/** The layer list, made to end with one value a class: a last dense layer gets as many units, else what is missing is added. */
export function withClassesAtEnd(layers: readonly LayerSpec[], analysis: Analysis): readonly LayerSpec[] {
  const last = layers.at(-1);
  if (last && endsDense(layers)) return [...layers.slice(0, -1), { ...last, units: CLASSES }];
  const output = analysis.nodes.at(-1)?.output;
  const flat = output?.height === 1 && output.width === 1;
  const flatten: readonly LayerSpec[] = flat ? [] : [{ type: FLATTEN }];
  return [...layers, ...flatten, { type: 'dense', units: CLASSES }];
}

function canonical(layers: readonly LayerSpec[]): string {
  return JSON.stringify(layers.map(speltOut));
}

const presetOfLayers = new Map(presetNames.map((name) => [canonical(presets[name].layers), name]));

/** The preset that a network equals, defaults counted as if they were spelt out. */
export function presetOf(spec: ModelSpec): PresetName | undefined {
  return presetOfLayers.get(canonical(spec.layers));
}
