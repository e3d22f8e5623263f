import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../i18n';
import { useLearn } from '../../state/learn';
import { Button, Notice, Panel } from '../controls';
import { ChapterList } from './ChapterList';
import { chapters } from './chapters';
import { ChapterView } from './ChapterView';
import { CopyLink } from './CopyLink';
import styles from './Learn.module.css';

/** Short chapters, one at a time. */
export function LearnPanel() {
  const { t } = useTranslation('learn');
  const chosen = useLearn((state) => state.chapter);
  const chapter = chapters.find(({ id }) => id === chosen) ?? chapters[0];
  if (!chapter) return null;
  const index = chapters.indexOf(chapter);
  return (
    <Panel
      title={t('title')}
      actions={
        <>
          <CopyLink />
          <Turn to={index - 1}>
            <ArrowLeft aria-hidden />
            {t('back')}
          </Turn>
          <Turn to={index + 1}>
            {t('next')}
            <ArrowRight aria-hidden />
          </Turn>
        </>
      }
    >
      <LinkProblems />
      <div className={styles.parts}>
        <ChapterList open={chapter.id} />
        <ChapterView key={chapter.id} chapter={chapter} />
      </div>
    </Panel>
  );
}

/** Goes to the chapter before or behind. Off at either end, and yet it keeps the focus. */
function Turn({ to, children }: { to: number; children: ReactNode }) {
  const open = useLearn((state) => state.open);
  const target = chapters[to];
  return (
    <Button aria-disabled={!target} onClick={() => target && open(target.id)}>
      {children}
    </Button>
  );
}

/** What of the link that was followed could not be had. */
function LinkProblems() {
  const { problems, setProblems } = useLearn();
  const say = useProblemText();
  if (problems.length === 0) return null;
  return (
    <Notice tone="warn" onDismiss={() => setProblems([])}>
      {problems.map((problem, index) => (
        <p key={index}>{say(problem)}</p>
      ))}
    </Notice>
  );
}
