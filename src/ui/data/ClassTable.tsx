import { useTranslation } from 'react-i18next';
import type { DataSummary } from '../../worker/messages';
import { Hint, useFormat } from '../controls';
import styles from './ClassTable.module.css';
import { Picture } from './Picture';
import { useClassName } from './useClassName';

/** One row a class: its name, as many of its sample pictures as there is room for, and its share of the training set. */
export function ClassTable({ summary }: { summary: DataSummary }) {
  const { t } = useTranslation('data');
  const format = useFormat();
  const className = useClassName();
  const most = Math.max(1, ...summary.balance);
  return (
    <ul className={styles.classes} aria-label={t('samples')}>
      {summary.classNames.map((rawName, label) => {
        const name = className(rawName);
        const count = summary.balance[label] ?? 0;
        const share = format.percent(summary.trainCount > 0 ? count / summary.trainCount : 0);
        return (
          <li key={label} className={styles.row}>
            <span className={styles.name}>{name}</span>
            <div className={styles.pictures}>
              {summary.samples
                .filter((sample) => sample.label === label)
                .map((sample) => (
                  <Picture key={sample.index} pixels={sample.pixels} label={t('sample', { name, index: format.place(sample.index) })} />
                ))}
            </div>
            <Hint text={t('classCountHint', { name, count: format.number(count), share })} side="right">
              <div className={styles.balance}>
                <span>{format.number(count)}</span>
                <div className={styles.bar} style={{ width: `${(100 * count) / most}%`, background: `var(--class-${label})` }} />
              </div>
            </Hint>
          </li>
        );
      })}
    </ul>
  );
}
