import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { rateOf, sumOf } from '../../engine/profile/arithmetic';
import type { Measured } from '../../state/profile';
import { Hint, useFormat, VisuallyHidden } from '../controls';
import { layerTimes, type LayerTimes } from './layerTimes';
import styles from './OperatorTable.module.css';
import { layerColour, useFigures, useOperatorName } from './words';

/** The time of each layer's operators, forward and backward, as figures and as bars of one scale. */
export function OperatorTable({ measured: { report, run } }: { measured: Measured }) {
  const { t } = useTranslation('profile');
  const format = useFormat();
  const figures = useFigures();
  const nameOf = useOperatorName(run.model);
  const layers = layerTimes(report);
  const timeOf = ({ forward, backward }: LayerTimes) => forward + backward;
  const whole = sumOf(layers, timeOf);
  const longest = Math.max(...layers.map(timeOf));
  const time = (milliseconds: number) => (milliseconds > 0 ? format.significant(milliseconds) : '');
  return (
    <table className={styles.table} aria-label={t('operators.table')}>
      <thead>
        <tr>
          <th scope="col">{t('operators.layer')}</th>
          <th scope="col" className={styles.bars}>
            <VisuallyHidden>{t('operators.time')}</VisuallyHidden>
          </th>
          <th scope="col" className={styles.forward}>
            {t('operators.forward')}, ms
          </th>
          <th scope="col" className={styles.backward}>
            {t('operators.backward')}, ms
          </th>
          <th scope="col">{t('operators.flops')}</th>
          <th scope="col">
            <Hint text={t('operators.bytesHint')}>
              <span tabIndex={0}>{t('operators.bytes')}</span>
            </Hint>
          </th>
        </tr>
      </thead>
      <tbody>
        {layers.map((layer) => (
          <tr key={layer.path} style={{ '--layer': layerColour(layer.path, run.model) } as CSSProperties}>
            <th scope="row">{nameOf(layer.path)}</th>
            <td className={styles.bars} aria-label={t('operators.share', { share: format.percent(timeOf(layer) / whole) })}>
              <span className={styles.bar}>
                <span className={styles.forward} style={{ width: `${(100 * layer.forward) / longest}%` }} />
                <span className={styles.backward} style={{ width: `${(100 * layer.backward) / longest}%` }} />
              </span>
            </td>
            <td>{time(layer.forward)}</td>
            <td>{time(layer.backward)}</td>
            <td>{layer.flops > 0 && figures.flopRate(rateOf(layer.flops, timeOf(layer))).replace('FLOP/s', '')}</td>
            <td>{format.bytes(rateOf(layer.bytes, timeOf(layer)))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
