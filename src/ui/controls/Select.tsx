import { Check, ChevronDown } from 'lucide-react';
import { Select as RadixSelect } from 'radix-ui';
import { FieldFrame, type FieldProps } from './Field';
import styles from './Input.module.css';

export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
}

export interface SelectProps<T extends string> extends FieldProps {
  value: T;
  options: readonly SelectOption<T>[];
  onChange: (value: T) => void;
  /** With it, a button puts the field back. */
  default?: T;
}

/** One of a list. */
export function Select<T extends string>(props: SelectProps<T>) {
  const { value, options, onChange, disabled = false } = props;
  const initial = props.default;
  const onReset = initial !== undefined && initial !== value ? () => onChange(initial) : undefined;
  const choose = (next: string) => {
    const option = options.find((candidate) => candidate.value === next);
    if (option) onChange(option.value);
  };
  return (
    <FieldFrame {...props} onReset={onReset}>
      {({ id, labelId, describedBy }) => (
        <RadixSelect.Root value={value} onValueChange={choose} disabled={disabled}>
          <RadixSelect.Trigger id={id} className={styles.select} aria-labelledby={labelId} aria-describedby={describedBy}>
            <RadixSelect.Value />
            <ChevronDown aria-hidden />
          </RadixSelect.Trigger>
          <RadixSelect.Portal>
            <RadixSelect.Content className={styles.list} position="popper" sideOffset={4} collisionPadding={8}>
              <RadixSelect.Viewport>
                {options.map((option) => (
                  <RadixSelect.Item key={option.value} value={option.value} className={styles.option}>
                    <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
                    <RadixSelect.ItemIndicator>
                      <Check aria-hidden />
                    </RadixSelect.ItemIndicator>
                  </RadixSelect.Item>
                ))}
              </RadixSelect.Viewport>
            </RadixSelect.Content>
          </RadixSelect.Portal>
        </RadixSelect.Root>
      )}
    </FieldFrame>
  );
}
