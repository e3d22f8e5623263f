import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';
import { cx } from './cx';
import { Hint } from './Hint';

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` once a view; `danger` for what loses something; `quiet` has no ground until it is pointed at. */
  variant?: 'plain' | 'primary' | 'danger' | 'quiet';
  size?: 'normal' | 'small';
  icon?: ReactNode;
}

/** A button with a visible label. */
export function Button({ variant = 'plain', size = 'normal', icon, children, className, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={cx(styles.button, styles[variant], styles[size], className)}>
      {icon}
      {/* Beside an icon that comes and goes, a text needs an element of its own: translators put others in its place. */}
      {typeof children === 'string' ? <span>{children}</span> : children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  /** Accessible name, also shown as a tooltip. */
  label: string;
  icon: ReactNode;
}

/** A square button that shows an icon alone; its name is a tooltip. */
export function IconButton({ label, icon, className, variant = 'quiet', ...rest }: IconButtonProps) {
  return (
    <Hint text={label}>
      <Button {...rest} variant={variant} icon={icon} aria-label={label} className={cx(styles.icon, className)} />
    </Hint>
  );
}
