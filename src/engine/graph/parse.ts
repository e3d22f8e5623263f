import type { Recipe } from '../optim/recipe';
import { isWithin, recipeSettings, recipeWith, type Limits } from '../optim/settings';
import { fail } from '../problem';
import { isLayerType, layers as definitions, layerTypes, type LayerType } from '../layers';
import type { OptionField, Options } from '../layers/types';
import { listOf, pathOf, type LayerSpec, type ModelSpec, type Place } from './spec';
import type { OptionValue } from '../layers/types';
import type { Shape } from '../shape';

/** Layers that a model may have, those inside blocks included: far above any network that trains in a tab, and low enough to refuse a hostile file. */
export const MAX_LAYERS = 200;
/** How deep blocks may lie in one another. */
const MAX_DEPTH = 8;
const MAX_INPUT = { channels: 1024, height: 256, width: 256 } as const;

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a model file holds. */
export interface ModelFile {
  readonly model: ModelSpec;
  /** How the network wants to be trained, where the file says so. */
  readonly training?: Recipe;
}

/** Checks a model file, version 1. @throws ProblemError with the path of the offence, as in `layers[3].stride`. */
export function parseModelFile(json: unknown): ModelFile {
  if (!isObject(json) || !('training' in json)) return { model: parseModel(json) };
  const { training, ...rest } = json;
  return { model: parseModel(rest), training: recipeWith(parseTraining(training)) };
}

function parseTraining(value: unknown): Partial<Recipe> {
  if (!isObject(value)) fail('model.trainingNotAnObject', {}, 'training');
  for (const [key, setting] of Object.entries(value)) {
    const path = `training.${key}`;
    if (!Object.hasOwn(recipeSettings, key)) fail('model.unknownField', { field: key }, path);
    const limits: Limits<unknown> = recipeSettings[key as keyof Recipe];
    if (isWithin(limits, setting)) continue;
    const given = { value: shown(setting) };
    if (limits.kind === 'switch') fail('model.notABoolean', given, path);
    if (limits.kind === 'choice') fail('model.notAChoice', { ...given, known: limits.choices.join(', ') }, path);
    fail(limits.integer ? 'model.outOfRange' : 'model.numberOutOfRange', { ...given, min: limits.min, max: limits.max }, path);
  }
  return value;
}

/** Checks a model by itself. @throws ProblemError with the path of the offence, as in `layers[3].stride`. */
export function parseModel(json: unknown): ModelSpec {
  if (!isObject(json)) fail('model.notAnObject', {}, '$');
  for (const key of Object.keys(json)) {
    if (!['format', 'version', 'input', 'layers'].includes(key)) fail('model.unknownField', { field: key }, key);
  }
  if (json['format'] !== 'kernelgarten-model') fail('model.notAModel', {}, 'format');
  if (json['version'] !== 1) fail('model.version', { version: String(json['version']) }, 'version');
  const list = json['layers'];
  if (!Array.isArray(list)) fail('model.noLayers', {}, 'layers');
  if (list.length === 0) fail('model.noLayers', {}, 'layers');
  return {
    format: 'kernelgarten-model',
    version: 1,
    input: parseInput(json['input']),
    layers: parseLayers(list, [], { layers: 0 }),
  };
}

function parseInput(value: unknown): Shape {
  if (!isObject(value)) fail('model.noInput', {}, 'input');
  for (const key of Object.keys(value)) {
    if (!(key in MAX_INPUT)) fail('model.unknownField', { field: key }, `input.${key}`);
  }
  const side = (name: keyof typeof MAX_INPUT) => {
    const size = value[name];
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > MAX_INPUT[name]) {
      fail('model.outOfRange', { value: shown(size), min: 1, max: MAX_INPUT[name] }, `input.${name}`);
    }
    return size;
  };
  return { channels: side('channels'), height: side('height'), width: side('width') };
}

/** Whether the list at a place may hold blocks: not where they would lie too deep. */
export function mayHoldBlocks(list: Place): boolean {
  return depthOf(list) < MAX_DEPTH;
}

/** How many blocks a list lies in: each gives its index and the name of a list. */
const depthOf = (list: Place) => list.length / 2;

/** Layers of a list, and of those inside them. */
export function countLayers(layers: readonly LayerSpec[]): number {
  return layers.reduce((sum, layer) => {
    const lists = definitions[layer.type].lists ?? [];
    return sum + 1 + lists.reduce((inside, list) => inside + countLayers(listOf(layer, list)), 0);
  }, 0);
}

/** @param count of the layers so far. */
function parseLayers(list: unknown, place: Place, count: { layers: number }): LayerSpec[] {
  const path = pathOf(place);
  if (!Array.isArray(list)) fail('model.notAList', { value: shown(list) }, path);
  count.layers += list.length;
  if (count.layers > MAX_LAYERS) fail('model.tooManyLayers', { count: count.layers, most: MAX_LAYERS }, path);
  if (depthOf(place) > MAX_DEPTH) fail('model.tooDeep', { most: MAX_DEPTH }, path);
  return list.map((entry: unknown, index) => parseLayer(entry, [...place, index], count));
}

function parseLayer(value: unknown, place: Place, count: { layers: number }): LayerSpec {
  const path = pathOf(place);
  if (!isObject(value)) fail('model.layerNotAnObject', {}, path);
  const type = value['type'];
  if (!isLayerType(type)) fail('model.unknownType', { type: shown(type), known: layerTypes.join(', ') }, `${path}.type`);
  const { fields, lists = [] } = definitions[type];
  const spec: Record<string, OptionValue | readonly LayerSpec[]> & { type: LayerType } = { type };
  for (const [key, option] of Object.entries(value)) {
    if (key === 'type') continue;
    if (lists.includes(key)) {
      spec[key] = parseLayers(option, [...place, key], count);
      continue;
    }
    const field = fields.find((candidate) => candidate.name === key);
    if (!field) {
      const known = [...fields.map((candidate) => candidate.name), ...lists].join(', ');
      fail('model.unknownOption', { option: key, type, known: known === '' ? '–' : known }, `${path}.${key}`);
    }
    spec[key] = parseOption(field, option, `${path}.${key}`);
  }
  return spec;
}

/** Checks one option against its field. @throws ProblemError */
export function parseOption(field: OptionField, value: unknown, path: string): OptionValue {
  switch (field.kind) {
    case 'integer':
      return wholeNumber(value, field.min, field.max, path);
    case 'number':
      if (typeof value !== 'number' || !(value >= field.min && value <= field.max)) {
        fail('model.numberOutOfRange', { value: shown(value), min: field.min, max: field.max }, path);
      }
      return value;
    case 'padding':
      return value === 'same' || value === 'valid' ? value : wholeNumber(value, 0, field.max, path);
    case 'boolean':
      if (typeof value !== 'boolean') fail('model.notABoolean', { value: shown(value) }, path);
      return value;
    case 'choice':
      if (typeof value !== 'string' || !field.choices.includes(value)) {
        fail('model.notAChoice', { value: shown(value), known: field.choices.join(', ') }, path);
      }
      return value;
  }
}

function wholeNumber(value: unknown, min: number, max: number, path: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    fail('model.outOfRange', { value: shown(value), min, max }, path);
  }
  return value;
}

/** A hostile value must not fill the screen. */
function shown(value: unknown): string {
  // Nor its depth the stack: what is inside is left out.
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  const text = (JSON.stringify(value) as string | undefined) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** An option of a checked layer, or its default. */
export function optionOf(spec: LayerSpec, field: OptionField): OptionValue {
  const value = spec[field.name];
  return value === undefined || typeof value === 'object' ? field.default : value;
}

/** Options of a checked layer, defaults filled in. */
export function optionsOf(spec: LayerSpec): Options {
  return Object.fromEntries(definitions[spec.type].fields.map((field) => [field.name, optionOf(spec, field)]));
}

/** A checked layer, and those inside it, with every option spelt out in the order of its fields: the same text means the same layer. */
export function speltOut(spec: LayerSpec): LayerSpec {
  const lists = definitions[spec.type].lists ?? [];
  return { type: spec.type, ...optionsOf(spec), ...Object.fromEntries(lists.map((list) => [list, listOf(spec, list).map(speltOut)])) };
}
