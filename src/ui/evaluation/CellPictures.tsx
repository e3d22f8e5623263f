import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { guessesIn } from '../../engine/metrics/evaluation';
import { useEvaluation, type Cell, type Evaluated } from '../../state/evaluation';
import { useFormat } from '../controls';
import styles from './EvaluationPanel.module.css';
import { GuessList } from './GuessList';
import { useNames } from './useNames';

/** The pictures of the cell that is chosen. */
export function CellPictures({ last }: { last: Evaluated }) {
  const { t } = useTranslation('evaluation');
  const chosen = useEvaluation((state) => state.chosen);
  return chosen ? (
    // Anew for each cell, which begins with its first pictures.
    <Pictures key={`${chosen.label} ${chosen.taken}`} last={last} cell={chosen} />
  ) : (
    <p className={styles.empty}>{t('pictures.choose')}</p>
  );
}

function Pictures({ last, cell: { label, taken } }: { last: Evaluated; cell: Cell }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const nameOf = useNames(last);
  const { guesses } = last.figures;
  const found = useMemo(() => guessesIn(guesses, label, taken), [guesses, label, taken]);
  const names = { label: nameOf(label), taken: nameOf(taken), pictures: format.number(found.length) };
  const title = t(label === taken ? 'pictures.right' : 'pictures.wrong', names);
  return (
    <>
      <p role="status">{title}</p>
      {found.length > 0 && <GuessList last={last} found={found} label={title} />}
    </>
  );
}
