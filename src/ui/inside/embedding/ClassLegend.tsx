import { useTranslation } from 'react-i18next';
import { useEmbedding } from '../../../state/embedding';
import { cx, useFormat } from '../../controls';
import { useRunClasses } from '../../data/useRunClasses';
import styles from './embedding.module.css';
import { SHAPES } from './shapes';

/** The mark of each class with how many points have it; pressed, its points are hidden or shown. */
export function ClassLegend({ counts }: { counts: readonly number[] }) {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const className = useRunClasses();
  const { classes, toggleClass } = useEmbedding();
  return (
    <ul className={styles.legend} aria-label={t('embedding.classes')}>
      {SHAPES.map((shape, label) => (
        <li key={label}>
          <button
            type="button"
            className={cx(styles.class, !classes[label] && styles.hidden)}
            aria-pressed={classes[label] ?? false}
            onClick={() => toggleClass(label)}
          >
            <svg viewBox="-6 -6 12 12" width={14} height={14} aria-hidden>
              <path d={shape} fill={`var(--class-${label})`} />
            </svg>
            {className(label)}
            <span className={styles.count}>{format.number(counts[label] ?? 0)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
