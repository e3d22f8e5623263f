import { optionOf } from '../../engine/graph/parse';
import { listOf, type LayerSpec } from '../../engine/graph/spec';
import type { OptionValue } from '../../engine/layers/types';
import type { Shape } from '../../engine/shape';
import { layers } from '../../engine/layers';
import { useWords } from '../../i18n';

/** What the words say of layer types and options; a type without words of its own is called by its name in the model file. */
export interface LayerWords {
  /** In menus: Convolution. */
  name(type: string): string;
  /** In rows: conv2d. */
  short(type: string): string;
  hint(type: string): string | undefined;
  formula(type: string): string | undefined;
  /** What tells a layer from others of its type, such as `16 filters`, `5×5`, `padding 2`. */
  keys(layer: LayerSpec): readonly string[];
  option(name: string): { readonly name: string; readonly hint: string | undefined; readonly formula: string | undefined };
  choice(value: string): string;
  /** A list of layers inside a block. */
  list(name: string): { readonly name: string; readonly hint: string };
}

export function useLayerWords(): LayerWords {
  const word = useWords();
  const choice = (value: string) => word(`model:choices.${value}`) ?? value;
  const shown = (value: OptionValue) => (typeof value === 'string' ? choice(value) : String(value));
  return {
    name: (type) => word(`model:layers.${type}.name`) ?? type,
    short: (type) => word(`model:layers.${type}.short`) ?? type,
    hint: (type) => word(`model:layers.${type}.hint`),
    formula: (type) => word(`model:layers.${type}.formula`),
    // Options worded by a `key` always show; the rest only where they are not what one expects.
    keys: (layer) => [
      ...layers[layer.type].fields.flatMap((field) => {
        const value = optionOf(layer, field);
        const key = word(`model:options.${field.name}.key`, { value: shown(value) });
        if (key !== undefined) return [key];
        if (value === field.default) return [];
        return [word(`model:options.${field.name}.brief`, { value: shown(value) }) ?? `${field.name} ${shown(value)}`];
      }),
      ...(layers[layer.type].lists ?? []).flatMap((list) => {
        const value = listOf(layer, list).length;
        return [word(`model:lists.${list}.${value > 0 ? 'key' : 'none'}`, { value }) ?? `${list} ${value}`];
      }),
    ],
    option: (name) => ({
      name: word(`model:options.${name}.name`) ?? name,
      hint: word(`model:options.${name}.hint`),
      formula: word(`model:options.${name}.formula`),
    }),
    choice,
    list: (name) => ({ name: word(`model:lists.${name}.name`) ?? name, hint: word(`model:lists.${name}.hint`) ?? name }),
  };
}

/** 16×32×32, or 4,096 for a vector. */
export function shapeText({ channels, height, width }: Shape, write: (value: number) => string): string {
  return height === 1 && width === 1 ? write(channels) : `${channels}×${height}×${width}`;
}
