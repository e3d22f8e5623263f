import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../controls';
import { useLayerWords } from '../../../network/words';
import { figures, sharesByType, totalOf, twinsIn, type Cost } from './costs';
import styles from './Picture.module.css';

/** What share of each figure the layers of a type have together. */
export function Shares({ costs }: { costs: readonly Cost[] }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const words = useLayerWords();
  const known = figures.filter((figure) => totalOf(costs, figure) !== undefined);
  const types = [...sharesByType(costs, 'parameters').keys()];
  return (
    <>
      <ul className={styles.shares} aria-label={t('cost.shares')}>
        {types.map((type) => (
          <li key={type}>
            <strong>{words.name(type)}</strong>
            {known.map((figure) => (
              <span key={figure}>{t(`cost.shareOf.${figure}`, { share: format.percent(sharesByType(costs, figure).get(type) ?? NaN) })}</span>
            ))}
          </li>
        ))}
      </ul>
      <Twins costs={costs} />
    </>
  );
}

/** What sharing does to two layers of as many multiply-adds. */
function Twins({ costs }: { costs: readonly Cost[] }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const twins = twinsIn(costs);
  if (!twins) return null;
  const { shared, unshared } = twins;
  const parameters = format.number(unshared.parameters / shared.parameters, 0);
  const time = (unshared.milliseconds ?? NaN) / (shared.milliseconds ?? NaN);
  return (
    <p className={styles.twins}>
      {t('cost.twins', { parameters })} {Number.isFinite(time) && t('cost.twinsTime', { time: format.significant(time) })}
    </p>
  );
}
