import { RadioGroup } from 'radix-ui';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLearn } from '../../state/learn';
import { Button, cx, useFormat } from '../controls';
import type { Chapter } from './chapters/types';
import styles from './PredictionForm.module.css';
import { useChapterWords } from './useChapterWords';

/** Asks what the reader thinks before the answer is shown. */
export function PredictionForm({ chapter }: { chapter: Chapter }) {
  const { t } = useTranslation('learn');
  const say = usePredictionWords(chapter);
  const { id, prediction } = chapter;
  const given = useLearn((state) => state.answers[id]);
  const predict = useLearn((state) => state.predict);
  const [chosen, setChosen] = useState('');
  const question = useId();
  const right = prediction.right();
  const shown = given !== undefined;
  return (
    <section className={styles.prediction} aria-label={t('prediction.title')}>
      <h4 className={styles.title}>{t('prediction.title')}</h4>
      <p id={question} translate="yes">
        {say('question')}
      </p>
      <RadioGroup.Root className={styles.answers} aria-labelledby={question} value={given ?? chosen} onValueChange={setChosen} disabled={shown}>
        {prediction.answers.map((answer) => (
          <label key={answer} className={cx(styles.answer, shown && answer === right && styles.right)}>
            <RadioGroup.Item value={answer} className={styles.radio}>
              <RadioGroup.Indicator className={styles.dot} />
            </RadioGroup.Item>
            {say(`answers.${answer}`)}
          </label>
        ))}
      </RadioGroup.Root>
      <Button
        size="small"
        aria-disabled={!shown && chosen === ''}
        onClick={() => {
          if (shown) setChosen('');
          if (shown || chosen !== '') predict(id, shown ? undefined : chosen);
        }}
      >
        {t(shown ? 'prediction.again' : 'prediction.show')}
      </Button>
      <div role="status">
        {shown && (
          <>
            <p className={given === right ? styles.good : styles.otherwise}>
              {given === right
                ? t('prediction.right', { answer: say(`answers.${right}`) })
                : t('prediction.wrong', { answer: say(`answers.${given}`), right: say(`answers.${right}`) })}
            </p>
            <p translate="yes">{say('because')}</p>
          </>
        )}
      </div>
    </section>
  );
}

/** Words of a chapter's prediction, its figures filled in; an answer that is a number needs no words. */
function usePredictionWords({ id, prediction }: Chapter): (key: string) => string {
  const say = useChapterWords();
  const format = useFormat();
  const figures = prediction.figures?.() ?? {};
  return (key) => {
    const [, number] = /^answers\.(-?\d+)$/.exec(key) ?? [];
    return number === undefined ? say(id, `prediction.${key}`, figures) : format.number(Number(number));
  };
}
