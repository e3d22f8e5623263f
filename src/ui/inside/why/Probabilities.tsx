import { useTranslation } from 'react-i18next';
import { ranked } from '../../../state/predictions';
import type { WhyReport } from '../../../worker/messages';
import { cx, useFormat, VisuallyHidden } from '../../controls';
import { useRunClasses } from '../../data/useRunClasses';
import styles from './why.module.css';

/** The probability of every class, the likeliest first; the class that is explained is in colour, and the true one marked. */
export function Probabilities({ report: { probabilities, label }, truth }: { report: WhyReport; truth: number | undefined }) {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const className = useRunClasses();
  return (
    <ol className={styles.classes} aria-label={t('answer.probabilities')}>
      {ranked(probabilities).map((entry) => (
        <li key={entry.label} className={cx(entry.label === label && styles.explainedClass)}>
          <span className={styles.share} style={{ width: `${100 * entry.probability}%` }} />
          <span className={styles.class}>
            {className(entry.label)}
            {entry.label === truth && <span aria-hidden> ✓</span>}
            {entry.label === truth && <VisuallyHidden>{t('answer.isTrue')}</VisuallyHidden>}
          </span>
          <span className={styles.percent}>{format.percent(entry.probability)}</span>
        </li>
      ))}
    </ol>
  );
}
