import { useTranslation } from 'react-i18next';
import { cx, useFormat } from '../../../controls';
import { choiceOf, integerOf, type ChapterProps } from '../types';
import { connectionsOf, kindOf, type Kind } from './connections';
import styles from './Local.module.css';

const kinds: readonly Kind[] = ['full', 'local'];

/** Connections of one neuron and of a layer, full and local side by side; what the reader is asked is not told before. */
export function Counts({ state, revealed }: Pick<ChapterProps, 'state' | 'revealed'>) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const present = kindOf(choiceOf(state, 'connection'));
  return (
    <table className={styles.counts}>
      <thead>
        <tr>
          <th scope="col">{t('local.connection')}</th>
          <th scope="col">{t('local.ofNeuron')}</th>
          <th scope="col">{t('local.neurons')}</th>
          <th scope="col">{t('local.ofLayer')}</th>
          <th scope="col">{t('local.biases')}</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => {
          const { kernel, ofNeuron, neurons, ofLayer, biases } = connectionsOf(kind, integerOf(state, 'kernel'), integerOf(state, 'depth'));
          const known = revealed || kind === 'full';
          const product = [kernel.height, kernel.width, kernel.channels].map((side) => format.number(side)).join(' × ');
          return (
            <tr key={kind} className={cx(kind === present && styles.present)}>
              <th scope="row">{t(`local.${kind}`)}</th>
              <td>{known ? t('local.product', { product, weights: format.number(ofNeuron) }) : t('local.hidden')}</td>
              <td>{format.number(neurons)}</td>
              <td>{known ? format.number(ofLayer) : '?'}</td>
              <td>{format.number(biases)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
