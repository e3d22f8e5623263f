import { useTranslation } from 'react-i18next';
import { useFormat, useWidth } from '../../controls';
import styles from './why.module.css';

const HEIGHT = 110;

/** What the channel gives on the mean, from step to step. */
export function Climb({ values }: { values: readonly number[] }) {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const [ref, width] = useWidth(180);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = (index: number) => (values.length > 1 ? (index / (values.length - 1)) * (width - 4) + 2 : 2);
  const y = (value: number) => (most > least ? HEIGHT - 4 - ((value - least) / (most - least)) * (HEIGHT - 8) : HEIGHT / 2);
  const said = t('ascent.climb', { from: format.significant(values[0] ?? 0), to: format.significant(values.at(-1) ?? 0) });
  return (
    <figure className={styles.climb}>
      <svg ref={ref} className={styles.curve} height={HEIGHT} role="img" aria-label={said}>
        <polyline points={values.map((value, index) => `${x(index)},${y(value)}`).join(' ')} />
      </svg>
      <figcaption className={styles.note}>{said}</figcaption>
    </figure>
  );
}
