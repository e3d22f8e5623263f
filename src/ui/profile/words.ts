import { useTranslation } from 'react-i18next';
import type { ModelSpec } from '../../engine/graph/spec';
import { layerDefinition } from '../../engine/layers';
import { useWords } from '../../i18n';
import { useFormat } from '../controls';
import { useLayerWords } from '../network/words';

const LAYER = /^layers\[(\d+)\]/;

/** Index of the layer that an operator or a tensor belongs to. */
export function layerIndex(path: string): number | undefined {
  const digits = LAYER.exec(path)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The colour of a layer's group, as in the network form; what belongs to no layer is grey. */
export function layerColour(path: string, model: ModelSpec): string {
  const type = model.layers[layerIndex(path) ?? -1]?.type;
  return `var(--layer-${(type !== undefined && layerDefinition(type)?.group) || 'shape'})`;
}

/** What people call the layer of an operator: `3 conv2d`, or `loss`. */
export function useOperatorName(model: ModelSpec): (path: string) => string {
  const words = useLayerWords();
  const word = useWords();
  return (path) => {
    const index = layerIndex(path);
    if (index === undefined) return word(`profile:operators.${path}`) ?? path;
    return `${index} ${words.short(model.layers[index]?.type ?? '')}`;
  };
}

/** What people call a storage of a plan: `layers[3] output` is the output of `3 conv2d`. */
export function useTensorName(model: ModelSpec): (name: string) => string {
  const nameOf = useOperatorName(model);
  const word = useWords();
  return (name) => {
    const path = LAYER.exec(name)?.[0];
    if (path === undefined) return word(`profile:tensors.${name}`) ?? name;
    const what = name.slice(path.length + 1);
    return word(`profile:tensorsOfLayer.${what}`, { layer: nameOf(path) }) ?? `${nameOf(path)} ${what}`;
  };
}

/** Rates and times as this part of the page writes them. */
export function useFigures() {
  const { t } = useTranslation('profile');
  const format = useFormat();
  return {
    flopRate: (perSecond: number) => `${spaced(format.compact(perSecond))}FLOP/s`,
    byteRate: (perSecond: number) => `${format.bytes(perSecond)}/s`,
    milliseconds: (time: number) => t('operators.milliseconds', { time: format.significant(time) }),
  };
}

/** A figure without a unit of its own stands apart from the one that follows. */
function spaced(figure: string): string {
  return /\d$/.test(figure) ? `${figure}\u00a0` : figure;
}
