import { useTranslation } from 'react-i18next';
import { useNumber } from '../../useNumber';
import { KERNELS, type KernelName } from './arithmetic';
import styles from './Picture.module.css';

const ROWS = [0, 3, 6];

/** The nine weights of a kernel. */
export function Weights({ kernel }: { kernel: KernelName }) {
  const { t } = useTranslation('learn');
  const write = useNumber();
  return (
    <table className={styles.kernel}>
      <caption>{t('pooling.weights')}</caption>
      <tbody>
        {ROWS.map((from) => (
          <tr key={from}>
            {KERNELS[kernel].slice(from, from + 3).map((weight, tap) => (
              <td key={tap}>{write(weight)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
