import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../controls';
import type { Counts as Figures } from './connections';
import styles from './Sharing.module.css';

/** What a kind of connection costs. @param hidden its weights are what the prediction asks for */
export function Counts({ counts, hidden }: { counts: Figures; hidden: boolean }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const weights = (count: number) => (hidden ? t('sharing.hidden') : format.number(count));
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t('sharing.weights'), <strong key="weights">{weights(counts.weights)}</strong>],
    [t('sharing.withBiases'), weights(counts.weights + counts.biases)],
    [t('comparison.multiplyAdds'), format.number(counts.multiplyAdds)],
  ];
  return (
    <dl className={styles.counts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
