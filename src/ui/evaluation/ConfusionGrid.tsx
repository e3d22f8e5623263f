import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useEvaluation, type Evaluated } from '../../state/evaluation';
import { cx, Readout, useFormat } from '../controls';
import styles from './ConfusionGrid.module.css';
import { useGridFocus } from './useGridFocus';
import { useNames } from './useNames';

/** Shares of a row that the legend shows. */
const LEGEND = [0, 0.01, 0.05, 0.2, 0.5, 1];

/** Few mistakes among many pictures are to show as well: the depth of the colour goes with the root of the share. */
const heat = (share: number) => ({ '--heat': Math.sqrt(share) }) as CSSProperties;

/** Pictures of each class by the class that they were taken for. A cell that is chosen shows its pictures. */
export function ConfusionGrid({ last }: { last: Evaluated }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const nameOf = useNames(last);
  const { chosen, choose } = useEvaluation();
  const { matrix, classes } = last.figures;
  const { at, of, onKeyDown } = useGridFocus(matrix.length, (row, column) => choose({ label: row, taken: column }));
  const shareOf = (label: number, taken: number) => (matrix[label]?.[taken] ?? 0) / Math.max(classes[label]?.pictures ?? 0, 1);
  const say = (label: number, taken: number) =>
    t(label === taken ? 'matrix.right' : 'matrix.wrong', {
      count: format.number(matrix[label]?.[taken] ?? 0),
      of: format.number(classes[label]?.pictures ?? 0),
      share: format.percent(shareOf(label, taken)),
      label: nameOf(label),
      taken: nameOf(taken),
    });
  return (
    <div className={styles.frame}>
      <table className={styles.grid} role="grid" aria-label={t('matrix.grid')} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              <span>{t('matrix.rows')}</span>
              <span>{t('matrix.columns')}</span>
            </th>
            {matrix.map((_, taken) => (
              <th key={taken} scope="col" className={styles.column}>
                <span>{nameOf(taken)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.map((row, label) => (
            <tr key={label}>
              <th scope="row" className={styles.row}>
                {nameOf(label)}
              </th>
              {row.map((count, taken) => (
                <td
                  key={taken}
                  {...of(label, taken)}
                  role="gridcell"
                  aria-label={say(label, taken)}
                  aria-selected={chosen?.label === label && chosen.taken === taken}
                  className={cx(styles.cell, label === taken && styles.diagonal, count === 0 && styles.none)}
                  style={heat(shareOf(label, taken))}
                >
                  {format.number(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={styles.legend} aria-label={t('matrix.legend')}>
        <li className={styles.words}>{t('matrix.legend')}</li>
        {LEGEND.map((share) => (
          <li key={share} className={styles.swatch} style={heat(share)}>
            {format.percent(share, 0)}
          </li>
        ))}
        <li className={cx(styles.swatch, styles.diagonal)} style={heat(0)}>
          {t('matrix.diagonal')}
        </li>
      </ul>
      <Readout empty={t('matrix.pick')}>{at && say(at.row, at.column)}</Readout>
    </div>
  );
}
