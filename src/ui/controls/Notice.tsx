import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';
import { cx } from './cx';
import styles from './Notice.module.css';

export interface NoticeProps {
  tone: 'info' | 'warn' | 'error';
  title?: string;
  children?: ReactNode;
  /** What can be done about it. */
  actions?: ReactNode;
  onDismiss?: (() => void) | undefined;
}

const icons = { info: Info, warn: TriangleAlert, error: CircleAlert } as const;

/** Something to know, said where it matters. Errors are announced at once, the rest when the reader is free. */
export function Notice({ tone, title, children, actions, onDismiss }: NoticeProps) {
  const { t } = useTranslation('common');
  const Icon = icons[tone];
  return (
    <div className={cx(styles.notice, styles[tone])} {...(tone === 'error' ? { role: 'alert' } : { 'aria-live': 'polite' })}>
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.body}>
        {title && (
          <p className={styles.title} translate="yes">
            {title}
          </p>
        )}
        {children && <div className={styles.text}>{children}</div>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {onDismiss && <IconButton className={styles.dismiss} size="small" label={t('dismiss')} icon={<X />} onClick={onDismiss} />}
    </div>
  );
}
