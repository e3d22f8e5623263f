import type { LineStyle } from './lineStyle';
import styles from './LossCurves.module.css';

/** What a run's curve looks like. */
export function LineSample({ line }: { line: LineStyle }) {
  return (
    <svg className={styles.sample} width={22} height={10} aria-hidden>
      <line x1={0} x2={22} y1={5} y2={5} {...line} strokeWidth={2} />
    </svg>
  );
}
