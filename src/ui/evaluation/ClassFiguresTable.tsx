import { useTranslation } from 'react-i18next';
import type { Evaluated } from '../../state/evaluation';
import { Hint, useFormat, VisuallyHidden } from '../controls';
import { Change, usePoints } from './Change';
import styles from './ClassFiguresTable.module.css';
import { useNames } from './useNames';

const FIGURES = ['precision', 'recall', 'f1'] as const;

/** Precision, recall and F1 of each class, with their change where there is something to compare. */
export function ClassFiguresTable({ last, before }: { last: Evaluated; before: Evaluated | undefined }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const points = usePoints();
  const nameOf = useNames(last);
  return (
    <table className={styles.table} aria-label={t('classes.table')}>
      <thead>
        <tr>
          <th scope="col">{t('classes.class')}</th>
          {FIGURES.map((figure) => (
            <th key={figure} scope="col">
              <Hint text={t(`classes.${figure}Hint`)}>
                <span tabIndex={0}>{t(`classes.${figure}`)}</span>
              </Hint>
            </th>
          ))}
          <th scope="col">{t('classes.pictures')}</th>
        </tr>
      </thead>
      <tbody>
        {last.figures.classes.map((figures, label) => (
          <tr key={label}>
            <th scope="row">{nameOf(label)}</th>
            {FIGURES.map((figure) => {
              const value = figures[figure];
              return (
                <td key={figure}>
                  {value === undefined ? <None words={t(`classes.no.${figure}`)} /> : format.percent(value)}
                  {before && (
                    <span className={styles.change}>
                      <Change before={before.figures.classes[label]?.[figure]} now={value} write={points} />
                    </span>
                  )}
                </td>
              );
            })}
            <td>{format.number(figures.pictures)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A dash to the eye. */
function None({ words }: { words: string }) {
  return (
    <span className={styles.none}>
      <span aria-hidden>–</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}
