import { Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formConfig, useObstacle } from '../../state/form';
import { useSession } from '../../state/session';
import { Button, Confirm, Hint, useFormat } from '../controls';
import { useObstacleText } from './obstacleText';
import styles from './RunButtons.module.css';

/** Start, Pause and Resume take turns at one place; what would lose trained weights asks first. */
export function RunButtons() {
  const { t } = useTranslation('training');
  const format = useFormat();
  const { phase, step } = useSession((state) => state.run);
  const hasRun = useSession((state) => state.run.phase !== 'idle');
  const session = useSession.getState();
  const obstacle = useObstacle();
  const sayObstacle = useObstacleText();
  const [asking, setAsking] = useState<'reset' | 'start'>();

  const begin = () => session.start(formConfig());
  // A run that failed has no weights worth keeping.
  const losesWeights = step > 0 && phase !== 'failed';
  const busy = phase === 'running' || phase === 'preparing';
  const why = obstacle && sayObstacle(obstacle);
  const canGoOn = useSession((state) => state.device?.status === 'ready');

  const main = busy
    ? { label: t('run.pause'), hint: t('run.pauseHint'), icon: <Pause />, act: session.pause, off: false }
    : phase === 'paused'
      ? { label: t('run.resume'), hint: t('run.resumeHint'), icon: <Play />, act: session.resume, off: !canGoOn }
      : {
          label: t('run.start'),
          hint: why ?? t('run.startHint'),
          icon: <Play />,
          act: hasRun && losesWeights ? () => setAsking('start') : begin,
          off: obstacle !== undefined,
        };
  const stepOff = phase === 'paused' ? !canGoOn : phase !== 'idle' || obstacle !== undefined;
  const steps = format.number(step);
  return (
    <div className={styles.buttons} role="group" aria-label={t('controls')}>
      {/* A disabled button takes no pointer: the hint that says why hangs on the box around it. */}
      <Hint text={main.hint}>
        <span className={styles.main}>
          <Button variant="primary" icon={main.icon} disabled={main.off} onClick={main.act}>
            {main.label}
          </Button>
        </span>
      </Hint>
      <Hint text={why ?? t('run.stepHint')}>
        <span>
          <Button icon={<StepForward />} disabled={stepOff} onClick={() => (phase === 'paused' ? session.step() : session.step(formConfig()))}>
            {t('run.step')}
          </Button>
        </span>
      </Hint>
      <Hint text={t('run.resetHint')}>
        <span>
          <Button icon={<RotateCcw />} disabled={!hasRun} onClick={() => (losesWeights ? setAsking('reset') : session.reset())}>
            {t('run.reset')}
          </Button>
        </span>
      </Hint>
      <Confirm
        open={asking === 'reset'}
        onOpenChange={() => setAsking(undefined)}
        title={t('discard.resetTitle')}
        description={t('discard.resetText', { steps })}
        confirmLabel={t('discard.resetConfirm')}
        onConfirm={session.reset}
      />
      <Confirm
        open={asking === 'start'}
        onOpenChange={() => setAsking(undefined)}
        title={t('discard.startTitle')}
        description={t('discard.startText', { steps })}
        confirmLabel={t('discard.startConfirm')}
        onConfirm={begin}
      />
    </div>
  );
}
