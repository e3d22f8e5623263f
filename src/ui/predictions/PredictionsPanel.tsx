import { Check, X } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n';
import { isRight, ranked, usePredictions, type PredictionFilter } from '../../state/predictions';
import type { Prediction } from '../../worker/messages';
import { cx, Panel, Segmented, useFormat } from '../controls';
import { Picture } from '../data/Picture';
import styles from './PredictionsPanel.module.css';

const FILTERS: readonly PredictionFilter[] = ['all', 'right', 'wrong'];
/** Bars a picture has. */
const SHOWN_CLASSES = 3;

const PredictionCard = memo(function PredictionCard({ item, names }: { item: Prediction; names: readonly string[] }) {
  const { t } = useTranslation('curves');
  const format = useFormat();
  const nameOf = useClassName(names);
  const right = isRight(item);
  return (
    <li className={cx(styles.card, right ? styles.right : styles.wrong)}>
      <figure className={styles.picture}>
        <Picture pixels={item.pixels} label={t('predictions.picture', { index: format.place(item.index) })} scale={1.5} />
      </figure>
      <div className={styles.facts}>
        <p className={styles.verdict}>
          <span className={styles.name}>{nameOf(item.label)}</span>
          <span>
            {right ? <Check aria-hidden /> : <X aria-hidden />}
            <span>{t(right ? 'predictions.isRight' : 'predictions.isWrong')}</span>
          </span>
        </p>
        <ol className={styles.classes}>
          {ranked(item.probabilities)
            .slice(0, SHOWN_CLASSES)
            .map(({ label, probability }) => (
              <li key={label} className={cx(label === item.label && styles.true)}>
                <span className={styles.bar} style={{ width: `${100 * probability}%` }} />
                <span className={styles.name}>{nameOf(label)}</span>
                <span className={styles.probability}>{format.percent(probability, 0)}</span>
              </li>
            ))}
        </ol>
      </div>
    </li>
  );
});

/** Names of the classes in the language of the page; a name that it does not know stays as the data has it. */
function useClassName(names: readonly string[]): (label: number) => string {
  const word = useWords();
  return (label) => {
    const name = names[label] ?? String(label);
    return word(`data:classes.${name}`) ?? name;
  };
}

/** Some test pictures, always the same in a run, with what the network makes of them as it trains. */
export function PredictionsPanel({ className }: { className?: string }) {
  const { t } = useTranslation('curves');
  const format = useFormat();
  const { items, step, classNames, filter, setFilter } = usePredictions();
  const chosen = {
    all: items,
    right: items.filter(isRight),
    wrong: items.filter((item) => !isRight(item)),
  };
  const shown = chosen[filter];
  const figures = {
    right: format.number(chosen.right.length),
    count: format.number(items.length),
    step: format.number(step),
  };
  return (
    <Panel
      title={t('predictions.title')}
      scrolls
      className={className}
      {...(items.length > 0 && {
        note: t('predictions.note', figures),
        actions: (
          <Segmented
            label={t('predictions.filter')}
            value={filter}
            segments={FILTERS.map((value) => ({ value, label: t(`predictions.${value}`) }))}
            onChange={setFilter}
          />
        ),
      })}
    >
      {shown.length > 0 ? (
        <ul className={styles.grid} tabIndex={0} aria-label={t('predictions.list')}>
          {shown.map((item) => (
            <PredictionCard key={item.index} item={item} names={classNames} />
          ))}
        </ul>
      ) : (
        <p className={styles.empty}>{t(items.length === 0 ? 'predictions.empty' : filter === 'right' ? 'predictions.noneRight' : 'predictions.noneWrong')}</p>
      )}
    </Panel>
  );
}
