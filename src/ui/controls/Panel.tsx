import { useId, type ReactNode } from 'react';
import { cx } from './cx';
import styles from './Panel.module.css';

export interface PanelProps {
  title: string;
  /** Quiet words beside the title. */
  note?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** The body scrolls inside the panel, which takes the room that is left. */
  scrolls?: boolean;
  className?: string | undefined;
  children: ReactNode;
}

/** A titled section of the page. */
export function Panel({ title, note, actions, scrolls = false, className, children }: PanelProps) {
  const id = useId();
  return (
    <section className={cx(styles.panel, scrolls && styles.scrolls, className)} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 className={styles.title} id={id} translate="yes">
          {title}
        </h2>
        {note && <span className={styles.note}>{note}</span>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {/* What scrolls must be reachable by keyboard, even where nothing inside takes the focus. */}
      <div className={styles.body} {...(scrolls ? { tabIndex: 0, role: 'group', 'aria-labelledby': id } : {})}>
        {children}
      </div>
    </section>
  );
}
