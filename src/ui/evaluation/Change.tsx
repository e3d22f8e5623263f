import { useTranslation } from 'react-i18next';
import { cx, useFormat, VisuallyHidden } from '../controls';
import styles from './Change.module.css';

export interface ChangeProps {
  before: number | undefined;
  now: number | undefined;
  /** How a difference is written, without its sign. */
  write: (difference: number) => string;
  /** A smaller figure is the better one. */
  isLessBetter?: boolean;
}

/** How a figure has changed since the last evaluation; nothing where one of the two has none. */
export function Change({ before, now, write, isLessBetter = false }: ChangeProps) {
  const { t } = useTranslation('evaluation');
  if (before === undefined || now === undefined) return null;
  const difference = now - before;
  const size = write(Math.abs(difference));
  const isNone = size === write(0);
  const isBetter = difference > 0 !== isLessBetter;
  return (
    <span className={cx(styles.change, !isNone && (isBetter ? styles.better : styles.worse))}>
      <span aria-hidden>{signed()}</span>
      <VisuallyHidden>{t('change.since', { change: signed() })}</VisuallyHidden>
    </span>
  );

  function signed(): string {
    if (isNone) return t('change.none', { size });
    return t(difference > 0 ? 'change.more' : 'change.less', { size });
  }
}

/** Differences of shares in percentage points. */
export function usePoints(): (difference: number) => string {
  const format = useFormat();
  return (difference) => format.number(100 * difference, 1);
}
