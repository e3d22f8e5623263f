import { X } from 'lucide-react';
import { AlertDialog, Dialog as RadixDialog } from 'radix-ui';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './Button';
import { cx } from './cx';
import styles from './Dialog.module.css';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence under the title. */
  description?: string;
  /** Buttons at the foot. */
  actions?: ReactNode;
  /** Room for tables and charts. */
  wide?: boolean;
  children?: ReactNode;
}

/** Gives the focus back to what had it: Radix knows triggers only, and these windows are opened by a state. */
function useFocusReturn() {
  const before = useRef<Element>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (before.current instanceof HTMLElement) before.current.focus();
    },
  };
}

/** A window over the page; its first field has the focus, or, without fields, its first action. */
export function Dialog({ open, onOpenChange, title, description, actions, wide, children }: DialogProps) {
  const { t } = useTranslation('common');
  const focusReturn = useFocusReturn();
  // The tooltip of a field takes Escape for itself; one press is to close the window all the same, but not what floats over it.
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const inside = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (event.key === 'Escape' && inside) onOpenChange(false);
  };
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={styles.overlay} />
        <RadixDialog.Content
          className={cx(styles.dialog, wide && styles.wide)}
          onKeyDown={onKeyDown}
          {...focusReturn}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <RadixDialog.Title className={cx(styles.title, styles.besideClose)} translate="yes">
            {title}
          </RadixDialog.Title>
          {description && (
            <RadixDialog.Description className={styles.description} translate="yes">
              {description}
            </RadixDialog.Description>
          )}
          {children}
          {actions && <div className={styles.actions}>{actions}</div>}
          {/* Last, so that the first field comes first; the styles put it in the corner. */}
          <RadixDialog.Close asChild>
            <IconButton className={styles.close} size="small" label={t('close')} icon={<X />} />
          </RadixDialog.Close>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

export interface ConfirmProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will be lost. */
  description: string;
  confirmLabel: string;
  onConfirm: () => void;
}

/** Asks before something is lost; Cancel has the focus. */
export function Confirm({ open, onOpenChange, title, description, confirmLabel, onConfirm }: ConfirmProps) {
  const { t } = useTranslation('common');
  const focusReturn = useFocusReturn();
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={styles.overlay} />
        <AlertDialog.Content className={styles.dialog} {...focusReturn}>
          <AlertDialog.Title className={styles.title} translate="yes">
            {title}
          </AlertDialog.Title>
          <AlertDialog.Description className={styles.description} translate="yes">
            {description}
          </AlertDialog.Description>
          <div className={styles.actions}>
            <AlertDialog.Cancel asChild>
              <Button>{t('cancel')}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button variant="danger" onClick={onConfirm}>
                {confirmLabel}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
