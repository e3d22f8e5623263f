import type { ReactNode } from 'react';
import styles from './Said.module.css';

/** What is pointed at, in words, and told to those who do not see it; before anything is, how to point. */
export function Said({ empty, children }: { empty: string; children: ReactNode }) {
  return (
    <p className={styles.said} role="status">
      {children ?? <span className={styles.empty}>{empty}</span>}
    </p>
  );
}
