import type { ReactNode } from 'react';
import { Hint } from './Hint';
import styles from './Titled.module.css';

/** A part of a section under its name, which explains itself where there is something to explain. */
export function Titled({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h3 className={styles.title}>
        <Hint text={hint}>
          <span {...(hint ? { tabIndex: 0, className: styles.explained } : {})}>{title}</span>
        </Hint>
      </h3>
      {children}
    </section>
  );
}
