import { useTranslation } from 'react-i18next';
import { layerAt, pathOf, placeIn, type ModelSpec } from '../../engine/graph/spec';
import { layers } from '../../engine/layers';
import { useWords } from '../../i18n';
import { useFormat } from '../controls';
import { useLayerWords } from '../network/words';

/** Number of the layer that an operator belongs to, as its weights are named: `3`, or `3.layers.0` inside a block. */
export function layerNumber(path: string): string | undefined {
  return placeIn(path)?.join('.');
}

/** The colour of a layer's group, as in the network form; what belongs to no layer is grey. */
export function layerColour(path: string, model: ModelSpec): string {
  const type = layerAt(model.layers, placeIn(path) ?? [])?.type;
  return `var(--layer-${type ? layers[type].group : 'shape'})`;
}

/** What people call the layer of an operator: `3 conv2d`, or `loss`. */
export function useOperatorName(model: ModelSpec): (path: string) => string {
  const words = useLayerWords();
  const word = useWords();
  return (path) => {
    const place = placeIn(path);
    if (!place) return word(`profile:operators.${path}`) ?? path;
    return `${layerNumber(path)} ${words.short(layerAt(model.layers, place)?.type ?? '')}`;
  };
}

/** What people call a storage of a plan: `layers[3] output` is the output of `3 conv2d`. */
export function useTensorName(model: ModelSpec): (name: string) => string {
  const nameOf = useOperatorName(model);
  const word = useWords();
  return (name) => {
    const place = placeIn(name);
    if (!place) return word(`profile:tensors.${name}`) ?? name;
    const path = pathOf(place);
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
