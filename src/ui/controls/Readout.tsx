import type { ReactNode } from 'react';
import { cx } from './cx';
import styles from './Drawing.module.css';

/** What is pointed at in a picture, in words; before anything is, how to point. Screen readers have the mark's own name. */
export function Readout({ empty, children }: { empty: string; children: ReactNode }) {
  return (
    <p className={cx(styles.readout, !children && styles.soft)} aria-hidden={Boolean(children)}>
      {children ?? empty}
    </p>
  );
}
