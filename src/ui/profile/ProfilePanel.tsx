import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../i18n';
import { formConfig, obstacleTo } from '../../state/form';
import { useNetwork, useTrainingBlock } from '../../state/network';
import { useFormProgram, useProfile } from '../../state/profile';
import { FORM, useFieldInError } from '../../state/fieldErrors';
import { useSession } from '../../state/session';
import { Notice, Panel, Titled } from '../controls';
import { Measure } from './Measure';
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
  const program = useFormProgram();
  const model = useNetwork((state) => state.spec);
  const stale = useIsStale(measured);
  const obstacle = obstacleTo(
    useSession((state) => state.device),
    true,
    useTrainingBlock(),
    useFieldInError(FORM),
  );
  return (
    <Panel title={t('title')} actions={<Measure run={formConfig} again={measured !== undefined} obstacle={obstacle} hint={t('measureHint')} />}>
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
          {program ? <MemoryChart program={program} model={model} /> : <p className={styles.empty}>{t('memory.none')}</p>}
        </Titled>
      </div>
    </Panel>
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
