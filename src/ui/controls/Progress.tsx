import { Progress as RadixProgress } from 'radix-ui';
import styles from './Progress.module.css';

export interface ProgressProps {
  label: string;
  /** 0 to 1; undefined while the end is not known. */
  value: number | undefined;
}

/** A bar for work that takes a while. */
export function Progress({ label, value }: ProgressProps) {
  const percent = value === undefined ? null : Math.round(value * 100);
  return (
    <RadixProgress.Root className={styles.track} aria-label={label} value={percent}>
      <RadixProgress.Indicator className={styles.bar} style={percent === null ? undefined : { width: `${percent}%` }} />
    </RadixProgress.Root>
  );
}
