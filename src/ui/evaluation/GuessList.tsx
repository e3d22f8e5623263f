import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Guess } from '../../engine/metrics/evaluation';
import { probabilityOf } from '../../engine/metrics/softmax';
import { useEvaluation, type Evaluated } from '../../state/evaluation';
import { Button, useFormat } from '../controls';
import { Picture } from '../data/Picture';
import styles from './GuessList.module.css';
import { useNames } from './useNames';

/** Pictures that are added at a time. */
const MORE = 12;

/** Pictures with what they were taken for and what they are, as many as are asked for. */
export function GuessList({ last, found, label }: { last: Evaluated; found: readonly Guess[]; label: string }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const [count, setCount] = useState(MORE);
  const want = useEvaluation((state) => state.want);
  const shown = found.slice(0, count);
  const left = found.length - shown.length;
  useEffect(() => want(found.slice(0, count).map(({ index }) => index)), [found, count, want]);
  return (
    <>
      <ul className={styles.list} aria-label={label}>
        {shown.map((guess) => (
          <GuessCard key={guess.index} last={last} guess={guess} />
        ))}
      </ul>
      {left > 0 && (
        <Button size="small" variant="quiet" onClick={() => setCount(count + MORE)}>
          {t('pictures.more', { count: Math.min(MORE, left), left: format.number(left) })}
        </Button>
      )}
    </>
  );
}

function GuessCard({ last, guess }: { last: Evaluated; guess: Guess }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const nameOf = useNames(last);
  const pixels = useEvaluation((state) => state.pixels.get(guess.index));
  const { index, label, taken, probability } = guess;
  const { logits, classes } = last.report;
  const ofLabel = probabilityOf(logits.subarray(index * classes, (index + 1) * classes), label);
  return (
    <li className={styles.card}>
      <div className={styles.picture}>{pixels && <Picture pixels={pixels} label={t('pictures.picture', { index: format.place(index) })} scale={1.5} />}</div>
      <dl className={styles.facts}>
        <dt>{t('pictures.taken')}</dt>
        <dd>{t('pictures.likely', { name: nameOf(taken), probability: format.percent(probability) })}</dd>
        {label !== taken && (
          <>
            <dt>{t('pictures.true')}</dt>
            <dd className={styles.true}>{t('pictures.likely', { name: nameOf(label), probability: format.percent(ofLabel) })}</dd>
          </>
        )}
      </dl>
    </li>
  );
}
