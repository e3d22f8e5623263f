import { useTranslation } from 'react-i18next';
import type { GraphNode } from '../../../../engine/graph/graph';
import type { ModelSpec } from '../../../../engine/graph/spec';
import { useFormat } from '../../../controls';
import { shapeText } from '../../../network/words';
import { useFigures, useOperatorName } from '../../../profile/words';
import { usesOf, type Cost, type Figure } from './costs';

/** How costs are said: names of layers, amounts, and a row of the picture as a sentence. */
export function useCostWords(model: ModelSpec) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const { milliseconds } = useFigures();
  const nameOf = useOperatorName(model);
  const amount = (figure: Figure, value: number) => (figure === 'milliseconds' ? milliseconds(value) : format.number(value));
  const name = ({ of }: Cost) => (typeof of === 'object' ? nameOf(of.path) : t(`cost.${of}`));
  return {
    amount,
    name,
    shape: ({ output }: GraphNode) => shapeText(output, format.number),
    sentence: (cost: Cost) => {
      const time = cost.milliseconds === undefined ? '' : t('cost.takes', { time: milliseconds(cost.milliseconds) });
      if (typeof cost.of === 'string') return `${name(cost)}${time}`;
      const uses = usesOf(cost.of);
      const figures = { parameters: format.number(cost.parameters), multiplyAdds: format.number(cost.multiplyAdds), uses: format.number(uses) };
      return `${name(cost)}: ${t(uses === 1 ? 'cost.sentenceOnce' : 'cost.sentence', figures)}${time}`;
    },
  };
}
