import { useFormat } from '../../controls';
import styles from './KernelsView.module.css';

/** What the weights of red, green and blue look like, from the negative of a limit to the limit. */
export function ColourLegend({ label, limit }: { label: string; limit: number }) {
  const format = useFormat();
  return (
    <figure className={styles.colours}>
      <figcaption>{label}</figcaption>
      {[styles.red, styles.green, styles.blue].map((channel) => (
        <span key={channel} className={channel} aria-hidden />
      ))}
      <span className={styles.ends}>
        {[-limit, 0, limit].map((value, at) => (
          <span key={at}>{format.significant(value)}</span>
        ))}
      </span>
    </figure>
  );
}
