import { useTranslation } from 'react-i18next';
import { indexOf } from '../../../engine/explain/patch';
import { everyNode, type Graph } from '../../../engine/graph/graph';
import type { Sight } from '../../../engine/explain/sight';
import type { MapsReport, UnitPlace } from '../../../worker/messages';
import { Titled, useFormat } from '../../controls';
import styles from './LookedAt.module.css';
import { SightTable } from './SightTable';
import { useUnitText } from './useUnitText';

/** The value that is pointed at, and what it sees of the picture. */
export function Pointed({ graph, maps, unit, sight }: { graph: Graph; maps: MapsReport; unit: UnitPlace | undefined; sight: Sight | undefined }) {
  const { t } = useTranslation('inside');
  const format = useFormat();
  const text = useUnitText();
  const node = unit && everyNode(graph.nodes).find(({ path }) => path === unit.path);
  const value = node && maps.outputs.get(node.path)?.[indexOf(node.output, unit)];
  return (
    <Titled title={t('sight.title')} hint={t('sight.hint')}>
      <p className={styles.step}>{t('maps.step', { step: format.number(maps.step) })}</p>
      <p className={styles.readout} role="status">
        {node && value !== undefined ? t('maps.value', { unit: text.unit(node, unit), value: format.significant(value, 4) }) : t('maps.nothingPointed')}
      </p>
      {sight && <SightTable sight={sight} name={t('sight.title')} />}
    </Titled>
  );
}
