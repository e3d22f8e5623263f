import { Star } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { isTrained, ranked } from '../../state/listedRuns';
import type { SweptRun } from '../../state/sweep';
import type { SettingAxis } from '../../state/sweepAxes';
import { cx, useFormat } from '../controls';
import styles from './SweepResults.module.css';
import { useValueText } from './useValueText';

/** The validation accuracy of every combination of two settings, the higher the deeper the colour. */
export function HeatTable({ axes: [rows, columns], runs }: { axes: readonly SettingAxis[]; runs: readonly SweptRun[] }) {
  const { t } = useTranslation('sweep');
  const { t: training } = useTranslation('training');
  const format = useFormat();
  const textOf = useValueText();
  const [best] = ranked(runs);
  const accuracies = runs.filter(isTrained).map(({ outcome }) => outcome.validation.accuracy);
  if (!rows || !columns || accuracies.length === 0) return null;
  const lowest = Math.min(...accuracies);
  const span = Math.max(...accuracies) - lowest;
  const heat = (accuracy: number) => ({ '--heat': span > 0 ? (accuracy - lowest) / span : 1 }) as CSSProperties;
  return (
    <figure className={styles.figure}>
      <figcaption>{t('heat.title')}</figcaption>
      <div className={cx(styles.scroll, styles.fitting)} tabIndex={0} role="group" aria-label={t('heat.title')}>
        <table className={cx(styles.table, styles.heat)} aria-label={t('heat.title')}>
          <thead>
            <tr>
              <td />
              <th scope="colgroup" colSpan={columns.values.length}>
                {training(`fields.${columns.name}.label`)}
              </th>
            </tr>
            <tr>
              <th scope="col" className={styles.word}>
                {training(`fields.${rows.name}.label`)}
              </th>
              {columns.values.map((value, column) => (
                <th key={column} scope="col">
                  {textOf(columns.name, value)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.values.map((value, row) => (
              <tr key={row}>
                <th scope="row" className={styles.word}>
                  {textOf(rows.name, value)}
                </th>
                {columns.values.map((_, column) => {
                  const run = runs[row * columns.values.length + column];
                  if (!run || !isTrained(run)) {
                    return <td key={column}>{run?.outcome?.kind === 'diverged' ? t('heat.diverged') : '–'}</td>;
                  }
                  const { accuracy } = run.outcome.validation;
                  return (
                    <td key={column} className={styles.hot} style={heat(accuracy)}>
                      {run === best && <Star className={styles.star} role="img" aria-label={t('table.best')} />}
                      {format.percent(accuracy)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
