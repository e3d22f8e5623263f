import { useTranslation } from 'react-i18next';
import type { Area, Sight } from '../../../engine/explain/sight';
import { useFormat } from '../../controls';
import styles from './SightTable.module.css';
import { useUnitText } from './useUnitText';

/** What a unit sees, layer by layer up to its own: the jump, the receptive field and the rows and columns. */
export function SightTable({ sight, name }: { sight: Sight; name: string }) {
  const { t } = useTranslation('inside');
  const format = useFormat();
  const text = useUnitText();
  const span = (from: number, to: number) => (from === to ? format.number(from) : `${format.number(from)}–${format.number(to)}`);
  const said = (area: Area | undefined) => (area ? `${span(area.top, area.bottom)} × ${span(area.left, area.right)}` : t('sight.nothing'));
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={name}>
      <table className={styles.table} aria-label={name}>
        <thead>
          <tr>
            <th scope="col">{t('sight.layer')}</th>
            <th scope="col">{t('sight.jump')}</th>
            <th scope="col">{t('sight.field')}</th>
            <th scope="col">{t('sight.seen')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('sight.picture')}</th>
            <td>1</td>
            <td>1</td>
            <td>{said(sight.area)}</td>
          </tr>
          {sight.steps.map(({ node, jump, size, area }) => (
            <tr key={node.path}>
              <th scope="row">{text.layer(node)}</th>
              <td>{size === undefined ? '' : format.number(jump)}</td>
              <td>{size === undefined ? t('sight.all') : format.number(size)}</td>
              <td>{said(area)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
