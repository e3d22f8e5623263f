import { RotateCcw } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';
import { cx } from './cx';
import styles from './Field.module.css';
import { Hint } from './Hint';
import { Remark } from './Remark';
import { useMedia } from './useMedia';
import { VisuallyHidden } from './VisuallyHidden';

/** What every labelled control takes. */
export interface FieldProps {
  label: string;
  /** One sentence: what it does. */
  hint?: string | undefined;
  /** Where the hint opens: at the right (the default) it covers no other field of a column, above no other of its row. */
  hintSide?: 'right' | 'top';
  formula?: string | undefined;
  /** What is wrong with the value, in words. */
  problem?: string | undefined;
  /** A quiet remark beside the label, such as "live"; it describes the control and is no part of its name. */
  remark?: string | undefined;
  disabled?: boolean;
}

/** Ids that tie the control to its label and its explanations. */
export interface FieldIds {
  readonly id: string;
  readonly labelId: string;
  readonly describedBy: string | undefined;
}

export interface FieldFrameProps extends FieldProps {
  /** Given when the value differs from its default: puts it back. */
  onReset?: (() => void) | undefined;
  children: (ids: FieldIds) => ReactNode;
}

/** Label, control, reset button and problem of one field; its hint opens on hover and on focus of the whole. */
export function FieldFrame(props: FieldFrameProps) {
  const { label, hint, hintSide = 'right', formula, problem, remark, onReset, disabled, children } = props;
  const { t } = useTranslation('common');
  // On a narrow screen there is no room beside.
  const side = useMedia('(max-width: 700px)') ? 'top' : hintSide;
  const id = useId();
  const ids: FieldIds = {
    id,
    labelId: `${id}-label`,
    describedBy: [remark && `${id}-remark`, hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined,
  };
  return (
    <div className={cx(styles.field, disabled && styles.disabled)}>
      <Hint text={hint} formula={formula} side="top">
        <div className={styles.label}>
          <label id={ids.labelId} htmlFor={id} translate="yes">
            {label}
          </label>
          {remark && <Remark id={`${id}-remark`} text={remark} />}
        </div>
      </Hint>
      <div className={styles.line}>
        {onReset && !disabled && <IconButton size="small" label={t('resetField', { field: label })} icon={<RotateCcw />} onClick={onReset} />}
        <Hint text={hint} formula={formula} side={side}>
          <div className={styles.control}>{children(ids)}</div>
        </Hint>
      </div>
      {hint && (
        <VisuallyHidden>
          <span id={`${id}-hint`}>{formula ? `${hint} ${formula}` : hint}</span>
        </VisuallyHidden>
      )}
      {problem && (
        <p className={styles.problem} id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
