import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../i18n';
import { useEvaluation, type Evaluated } from '../../state/evaluation';
import { useSession } from '../../state/session';
import { Notice, Panel, Titled, useFormat } from '../controls';
import { CellPictures } from './CellPictures';
import { ClassFiguresTable } from './ClassFiguresTable';
import { ConfusionGrid } from './ConfusionGrid';
import { Evaluate } from './Evaluate';
import styles from './EvaluationPanel.module.css';
import { Facts } from './Facts';
import { Mistakes } from './Mistakes';
import { ReliabilityChart } from './ReliabilityChart';
import { useComparison } from './useComparison';
import { useMissing } from './useMissing';

/** How good the network of the run is on the test pictures, when asked. */
export function EvaluationPanel() {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const last = useEvaluation((state) => state.last);
  const missing = useMissing();
  const note =
    last && t('note', { count: last.report.labels.length, pictures: format.number(last.report.labels.length), step: format.number(last.report.step) });
  return (
    <Panel title={t('title')} note={note} actions={<Evaluate />}>
      <Troubles />
      {last ? <Found last={last} /> : <p className={styles.empty}>{missing ? `${t('empty')} ${missing}` : t('empty')}</p>}
    </Panel>
  );
}

function Found({ last }: { last: Evaluated }) {
  const { t } = useTranslation('evaluation');
  const comparison = useComparison();
  return (
    <div className={styles.parts}>
      <Titled title={t('matrix.title')} hint={t('matrix.hint')}>
        <ConfusionGrid last={last} />
        <CellPictures last={last} />
      </Titled>
      <div className={styles.stack}>
        <Titled title={t('facts.title')}>
          <Facts last={last} comparison={comparison} />
        </Titled>
        <Titled title={t('classes.title')} hint={t('classes.hint')}>
          <ClassFiguresTable last={last} before={comparison?.before} />
        </Titled>
      </div>
      <div className={styles.stack}>
        <Titled title={t('reliability.title')} hint={t('reliability.hint')}>
          <ReliabilityChart figures={last.figures} />
        </Titled>
        <Titled title={t('mistakes.title')} hint={t('mistakes.hint')}>
          <Mistakes last={last} />
        </Titled>
      </div>
    </div>
  );
}

function Troubles() {
  const { t } = useTranslation('evaluation');
  const say = useProblemText();
  const { problem, dismissProblem } = useEvaluation();
  const stale = useStaleness();
  return (
    <>
      {problem && (
        <Notice tone="error" onDismiss={dismissProblem}>
          {say(problem)}
        </Notice>
      )}
      {stale && <Notice tone="info">{t(`stale.${stale}`)}</Notice>}
    </>
  );
}

/** How the run has left the last evaluation behind. */
function useStaleness(): 'gone' | 'otherRun' | 'movedOn' | undefined {
  const { last, runs } = useEvaluation();
  const phase = useSession(({ run }) => run.phase);
  const step = useSession(({ run }) => run.weightsFrom ?? run.step);
  if (!last) return undefined;
  if (phase === 'idle') return 'gone';
  if (last.run !== runs) return 'otherRun';
  return step === last.report.step ? undefined : 'movedOn';
}
