import { Gauge, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../i18n';
import { formConfig, obstacleTo } from '../../state/form';
import { useNetwork, useTrainingBlock } from '../../state/network';
import { useFormPlan, useProfile } from '../../state/profile';
import { useSession } from '../../state/session';
import { Button, Hint, Notice, Panel, Progress, Titled } from '../controls';
import { useObstacleText } from '../frame/obstacleText';
import { MemoryChart } from './MemoryChart';
import { OperatorTable } from './OperatorTable';
import styles from './ProfilePanel.module.css';
import { Roofline } from './Roofline';
import { StepFacts } from './StepFacts';
import { useIsStale } from './useIsStale';

/** Where the time and the memory of a training step go. The time is measured when asked; the memory follows the form. */
export function ProfilePanel() {
  const { t } = useTranslation('profile');
  const measured = useProfile((state) => state.measured);
  const plan = useFormPlan();
  const model = useNetwork((state) => state.spec);
  const stale = useIsStale(measured);
  return (
    <Panel title={t('title')} actions={<Measure />}>
      <Troubles stale={stale} />
      <div className={styles.parts}>
        {measured ? (
          <>
            <Titled title={t('operators.title')}>
              <StepFacts report={measured.report} />
              <OperatorTable measured={measured} />
            </Titled>
            <Titled title={t('roofline.title')} hint={t('roofline.hint')}>
              <Roofline measured={measured} />
            </Titled>
          </>
        ) : (
          <p className={styles.empty}>{t('empty')}</p>
        )}
        <Titled title={t('memory.title')} hint={t('memory.hint')}>
          {plan ? <MemoryChart plan={plan} model={model} /> : <p className={styles.empty}>{t('memory.none')}</p>}
        </Titled>
      </div>
    </Panel>
  );
}

/** The button that measures; while it does, how far it is and a way out. */
function Measure() {
  const { t } = useTranslation('profile');
  const { t: common } = useTranslation('common');
  const { measured, asked, progress, measure, cancel } = useProfile();
  const obstacle = obstacleTo(useSession((state) => state.device), true, useTrainingBlock());
  const sayObstacle = useObstacleText();
  if (asked) {
    return (
      <div className={styles.measuring}>
        <span role="status">{progress ? t('progressOf', { ...progress }) : t('waiting')}</span>
        <div className={styles.progress}>
          <Progress label={t('progress')} value={progress && progress.done / progress.total} />
        </div>
        <Button icon={<X />} onClick={cancel}>
          {common('cancel')}
        </Button>
      </div>
    );
  }
  return (
    <Hint text={obstacle ? sayObstacle(obstacle) : t('measureHint')} side="top">
      <Button icon={<Gauge />} aria-disabled={obstacle !== undefined} onClick={() => obstacle ?? measure(formConfig())}>
        {t(measured ? 'again' : 'measure')}
      </Button>
    </Hint>
  );
}

function Troubles({ stale }: { stale: boolean }) {
  const { t } = useTranslation('profile');
  const say = useProblemText();
  const { problem, dismissProblem } = useProfile();
  return (
    <>
      {problem && (
        <Notice tone="error" onDismiss={dismissProblem}>
          {say(problem)}
        </Notice>
      )}
      {stale && <Notice tone="info">{t('stale')}</Notice>}
    </>
  );
}
