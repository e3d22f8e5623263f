import { useTranslation } from 'react-i18next';
import { useLearn } from '../../state/learn';
import { withDefaults } from '../../state/learnLink';
import { Build } from './Build';
import type { Chapter } from './chapters/types';
import styles from './Learn.module.css';
import { PredictionForm } from './PredictionForm';
import { useSamples } from './usePictures';
import { useChapterWords } from './useChapterWords';

/** One chapter: few words, its picture, a prediction, its network, what it leaves out and where to read on. */
export function ChapterView({ chapter }: { chapter: Chapter }) {
  const { t } = useTranslation('learn');
  const say = useChapterWords();
  const { id, fields, prediction, papers, Picture } = chapter;
  const waits = useSamples().length === 0 && prediction.needsPictures === true;
  const given = useLearn((state) => state.states[id]);
  const revealed = useLearn((state) => state.answers[id] !== undefined);
  const change = useLearn((state) => state.change);
  const state = withDefaults(fields, given ?? {});
  return (
    <article className={styles.chapter} aria-labelledby={`learn-${id}`}>
      <div className={styles.main}>
        <header>
          <h3 className={styles.title} id={`learn-${id}`} translate="yes">
            {say(id, 'title')}
          </h3>
          <p className={styles.intro} translate="yes">
            {say(id, 'intro')}
          </p>
        </header>
        <Picture state={state} change={(next) => change(id, next)} revealed={revealed} />
      </div>
      <aside className={styles.aside}>
        {waits ? <p>{t('waiting')}</p> : <PredictionForm chapter={chapter} />}
        <Build network={() => chapter.network(state)} />
        <section className={styles.small}>
          <h4>{t('leavesOut')}</h4>
          <p translate="yes">{say(id, 'leavesOut')}</p>
        </section>
        <section className={styles.small}>
          <h4>{t('papers')}</h4>
          <ul className={styles.papers}>
            {papers.map(({ title, where, url }) => (
              <li key={url}>
                <a href={url} target="_blank" rel="noreferrer">
                  {title}
                </a>
                <span>{where}</span>
              </li>
            ))}
          </ul>
        </section>
      </aside>
    </article>
  );
}
