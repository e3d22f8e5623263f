import { useState } from 'react';
import { useDropzone } from 'react-dropzone';
import { useTranslation } from 'react-i18next';
import type { ProblemCode } from '../../engine/problem';
import { useProblemText } from '../../i18n';
import { useData } from '../../state/data';
import { useSession } from '../../state/session';
import type { DataSummary } from '../../worker/messages';
import { Notice, Panel, Segmented, useFormat } from '../controls';
import { ClassTable } from './ClassTable';
import styles from './DataPanel.module.css';
import { DropArea } from './DropArea';
import { KeptLine } from './KeptLine';
import { Loading } from './Loading';
import { LoadRemarks } from './LoadRemarks';

type Source = DataSummary['source'];

/** Where the pictures come from, what they look like and how many there are. Files may be dropped anywhere on it. */
export function DataPanel() {
  const { t } = useTranslation('data');
  const format = useFormat();
  const summary = useData((state) => state.summary);
  const progress = useData((state) => state.progress);
  const kept = useData((state) => state.kept);
  // What there is to say of the files in use waits while others are refused, or it would seem to be about those.
  const hasProblem = useData((state) => state.problem !== undefined);
  const noWorker = useSession(({ device }) => device?.status === 'unavailable' && device.reason === 'noWorker');
  const { loadFiles, chooseShapes, chooseKept } = useData.getState();
  // A source that has no pictures yet is shown, not loaded; the next data that comes in settles it.
  const [asked, setAsked] = useState<{ readonly source: Source; readonly over: DataSummary | undefined }>();
  const present = summary?.source ?? 'shapes10';
  const shown = asked && asked.over === summary ? asked.source : present;

  const take = (files: readonly File[]) => {
    if (files.length > 0) loadFiles(files);
  };
  const drop = useDropzone({ onDrop: take, noClick: true, noKeyboard: true });
  const choose = (source: Source) => {
    setAsked({ source, over: summary });
    if (source === present) return;
    if (source === 'shapes10') chooseShapes();
    else if (kept) chooseKept();
  };
  const note = summary && t('counts', { train: format.number(summary.trainCount), test: format.number(summary.testCount) });
  return (
    <div {...drop.getRootProps({ className: styles.drop, role: undefined, tabIndex: undefined })}>
      <Panel
        className={styles.panel}
        scrolls
        title={t('title')}
        actions={
          <Segmented<Source>
            label={t('source.label')}
            value={shown}
            segments={[
              { value: 'shapes10', label: t('source.shapes10'), hint: t('source.shapesHint') },
              { value: 'cifar10', label: t('source.cifar10'), hint: t('source.cifarHint') },
            ]}
            onChange={choose}
          />
        }
      >
        <DataProblem />
        {shown === present && !progress && <LoadRemarks remarks={hasProblem ? undefined : summary?.remarks} />}
        {progress ? <Loading progress={progress} /> : shown === 'cifar10' && <DropArea onFiles={take} chooseFiles={drop.open} short={present === 'cifar10'} />}
        {shown !== present && !progress ? (
          <p className={styles.soft}>{t('inUse', { name: t(`source.${present}`) })}</p>
        ) : summary ? (
          <>
            <p className={styles.counts}>{note}</p>
            <ClassTable summary={summary} />
            {summary.heldOut !== undefined && <p className={styles.soft}>{t('heldOut', { count: summary.heldOut, n: format.number(summary.heldOut) })}</p>}
            <KeptLine summary={summary} />
          </>
        ) : (
          <p className={styles.soft}>{t(noWorker ? 'noneCome' : 'waiting')}</p>
        )}
      </Panel>
      <input {...drop.getInputProps({ 'aria-label': t('drop.filesInput') })} />
      {drop.isDragActive && <div className={styles.over}>{t('drop.over')}</div>}
    </div>
  );
}

/** About what the browser keeps, where all others are about files that were given. */
const ABOUT_KEEPING: readonly ProblemCode[] = ['data.notRemoved', 'data.nothingKept'];

function DataProblem() {
  const { t } = useTranslation('data');
  const say = useProblemText();
  const problem = useData((state) => state.problem);
  const hasData = useData((state) => state.summary !== undefined);
  const dismiss = useData((state) => state.dismissProblem);
  if (!problem) return null;
  return (
    <Notice tone="error" {...(ABOUT_KEEPING.includes(problem.code) ? {} : { title: t('failed') })} onDismiss={dismiss}>
      <p>{say(problem)}</p>
      {hasData && <p>{t('stays')}</p>}
    </Notice>
  );
}
