import { FieldFrame, type FieldProps } from './Field';
import { cx } from './cx';
import styles from './Input.module.css';

export interface TextFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Width of the box in characters. */
  width?: number;
}

/** A line of text. */
export function TextField(props: TextFieldProps) {
  const { value, onChange, problem, disabled, width = 20 } = props;
  return (
    <FieldFrame {...props}>
      {({ id, describedBy }) => (
        <input
          id={id}
          className={cx(styles.input)}
          style={{ width: `calc(${width}ch + 18px)` }}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={value}
          disabled={disabled}
          aria-invalid={problem !== undefined}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FieldFrame>
  );
}
