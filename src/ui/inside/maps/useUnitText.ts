import { useTranslation } from 'react-i18next';
import type { GraphNode } from '../../../engine/graph/graph';
import type { Unit } from '../../../engine/explain/types';
import { useFormat } from '../../controls';
import { useLayerWords } from '../../network/words';

export interface UnitText {
  /** `3 conv2d`. */
  layer(node: GraphNode): string;
  /** `3 conv2d, channel 2, row 4, column 5`, or of a vector its number. */
  unit(node: GraphNode, unit: Unit): string;
  /** `channel 2, row 4, column 5`. */
  place(unit: Unit): string;
}

export function useUnitText(): UnitText {
  const { t } = useTranslation('inside');
  const format = useFormat();
  const words = useLayerWords();
  const where = ({ channel, row, column }: Unit) => ({ channel: format.place(channel), row: format.place(row), column: format.place(column) });
  const layer = ({ name, spec }: GraphNode) => `${name} ${words.short(spec.type)}`;
  return {
    layer,
    unit: (node, unit) => t(isVector(node) ? 'maps.vectorUnit' : 'maps.unit', { layer: layer(node), ...where(unit) }),
    place: (unit) => t('why.placeOf', where(unit)),
  };
}

export function isVector({ output: { height, width } }: GraphNode): boolean {
  return height === 1 && width === 1;
}
