import styles from './Checks.module.css';
import { FieldFrame, type FieldProps } from './Field';
import type { SelectOption } from './Select';

export interface ChecksProps<T extends string> extends FieldProps {
  value: readonly T[];
  options: readonly SelectOption<T>[];
  /** Is handed those that are ticked, in the order of the options. */
  onChange: (value: readonly T[]) => void;
}

/** Any of a list. */
export function Checks<T extends string>(props: ChecksProps<T>) {
  const { value, options, onChange, disabled } = props;
  const tick = (changed: T, on: boolean) => onChange(options.map((option) => option.value).filter((each) => (each === changed ? on : value.includes(each))));
  return (
    <FieldFrame {...props}>
      {({ id, labelId, describedBy }) => (
        <div id={id} className={styles.checks} role="group" aria-labelledby={labelId} aria-describedby={describedBy}>
          {options.map((option) => (
            <label key={option.value} className={styles.check}>
              <input
                type="checkbox"
                checked={value.includes(option.value)}
                disabled={disabled}
                onChange={(event) => tick(option.value, event.target.checked)}
              />
              {option.label}
            </label>
          ))}
        </div>
      )}
    </FieldFrame>
  );
}
