import { Switch as RadixSwitch } from 'radix-ui';
import { FieldFrame, type FieldProps } from './Field';
import styles from './Input.module.css';

export interface SwitchProps extends FieldProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** With it, a button puts the field back. */
  default?: boolean;
}

/** On or off. */
export function Switch(props: SwitchProps) {
  const { checked, onChange, disabled = false } = props;
  const initial = props.default;
  const onReset = initial !== undefined && initial !== checked ? () => onChange(initial) : undefined;
  return (
    <FieldFrame {...props} onReset={onReset}>
      {({ id, describedBy }) => (
        <RadixSwitch.Root id={id} className={styles.switch} checked={checked} onCheckedChange={onChange} disabled={disabled} aria-describedby={describedBy}>
          <RadixSwitch.Thumb className={styles.thumb} />
        </RadixSwitch.Root>
      )}
    </FieldFrame>
  );
}
