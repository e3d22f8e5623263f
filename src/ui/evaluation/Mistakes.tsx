import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { confidentMistakes } from '../../engine/metrics/evaluation';
import type { Evaluated } from '../../state/evaluation';
import styles from './EvaluationPanel.module.css';
import { GuessList } from './GuessList';

/** The mistakes of which the network was surest. */
export function Mistakes({ last }: { last: Evaluated }) {
  const { t } = useTranslation('evaluation');
  const { guesses } = last.figures;
  const found = useMemo(() => confidentMistakes(guesses), [guesses]);
  return found.length > 0 ? <GuessList last={last} found={found} label={t('mistakes.title')} /> : <p className={styles.empty}>{t('mistakes.none')}</p>;
}
