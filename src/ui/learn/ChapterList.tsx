import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLearn, type ChapterId } from '../../state/learn';
import { VisuallyHidden } from '../controls';
import { chapters } from './chapters';
import styles from './Learn.module.css';
import { useChapterWords } from './useChapterWords';

/** All chapters, and which of them were predicted, right or otherwise. */
export function ChapterList({ open }: { open: ChapterId }) {
  const { t } = useTranslation('learn');
  const say = useChapterWords();
  const choose = useLearn((state) => state.open);
  const answers = useLearn((state) => state.answers);
  return (
    <nav aria-label={t('chapters')}>
      <ol className={styles.list}>
        {chapters.map(({ id, prediction }, index) => {
          const answer = answers[id];
          return (
            <li key={id}>
              <button type="button" className={styles.entry} aria-current={id === open ? 'page' : undefined} onClick={() => choose(id)}>
                <span className={styles.ordinal}>{index + 1}</span>
                <span className={styles.name}>{say(id, 'title')}</span>
                {answer !== undefined && <Predicted right={answer === prediction.right()} />}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function Predicted({ right }: { right: boolean }) {
  const { t } = useTranslation('learn');
  return (
    <span className={right ? styles.right : styles.wrong}>
      {right ? <Check aria-hidden /> : <X aria-hidden />}
      <VisuallyHidden>{t(right ? 'state.right' : 'state.wrong')}</VisuallyHidden>
    </span>
  );
}
