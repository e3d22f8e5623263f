import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { Hint } from './Hint';
import styles from './Segmented.module.css';

export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Shown in place of the label, which stays the accessible name and becomes a tooltip. */
  readonly icon?: ReactNode;
  /** A tooltip, where the label alone does not say enough. */
  readonly hint?: string;
}

export interface SegmentedProps<T extends string> {
  /** Accessible name of the group. */
  label: string;
  value: T;
  segments: readonly Segment<T>[];
  onChange: (value: T) => void;
}

/** A few alternatives side by side, one of which holds (a radio group). */
export function Segmented<T extends string>({ label, value, segments, onChange }: SegmentedProps<T>) {
  const choose = (next: string) => {
    const segment = segments.find((candidate) => candidate.value === next);
    if (segment) onChange(segment.value);
  };
  return (
    <RadioGroup.Root className={styles.group} aria-label={label} orientation="horizontal" value={value} onValueChange={choose}>
      {segments.map((segment) => (
        <Hint key={segment.value} text={segment.hint ?? (segment.icon ? segment.label : undefined)}>
          <RadioGroup.Item value={segment.value} className={styles.segment} aria-label={segment.label}>
            {segment.icon ?? segment.label}
          </RadioGroup.Item>
        </Hint>
      ))}
    </RadioGroup.Root>
  );
}
