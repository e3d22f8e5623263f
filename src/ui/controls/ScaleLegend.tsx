import { useFormat } from './format';
import styles from './SignedMap.module.css';

export interface ScaleLegendProps {
  /** What the colours stand for. */
  label: string;
  /** The value at the right end; the left end has its negative. */
  limit: number;
}

/** The colours of a signed scale with the values at its ends and its middle. */
export function ScaleLegend({ label, limit }: ScaleLegendProps) {
  const format = useFormat();
  return (
    <figure className={styles.legend}>
      <figcaption>{label}</figcaption>
      <span className={styles.bar} aria-hidden />
      <span className={styles.ends}>
        {[-limit, 0, limit].map((value, index) => (
          <span key={index}>{format.significant(value)}</span>
        ))}
      </span>
    </figure>
  );
}
