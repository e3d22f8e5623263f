import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useObstacle } from '../../state/form';
import { useSession } from '../../state/session';
import { picturesOfStep, useSettings } from '../../state/settings';
import { useFormat } from '../controls';
import { progressText } from './progressText';
import styles from './Status.module.css';

/** Seconds of training between two announcements to a screen reader. */
const SPEAK_EVERY = 15;
/** How long a change counts as an announcement, in milliseconds. */
const SPEAK_FOR = 1000;

/** The live region: how far the run is. */
export function Status() {
  const { t } = useTranslation('training');
  const format = useFormat();
  const run = useSession((state) => state.run);
  const obstacle = useObstacle();
  const runSettings = useSession((state) => state.runConfig?.training);
  const formSettings = useSettings((state) => state.values);
  const text = progressText(t, format, run, obstacle, picturesOfStep(runSettings ?? formSettings));
  const region = useSpoken(`${run.phase} ${Math.floor(run.seconds / SPEAK_EVERY)}`);
  const done = run.stepsTotal > 0 && run.phase !== 'idle' ? run.step / run.stepsTotal : 0;
  return (
    <div className={styles.status} data-phase={run.phase}>
      <p ref={region} className={styles.text} role="status" aria-label={t('status.label')}>
        {text}
      </p>
      <div className={styles.track} aria-hidden>
        <div className={styles.bar} style={{ transform: `scaleX(${done})` }} />
      </div>
    </div>
  );
}

/**
 * The text changes several times a second, far too often to be read out: it is announced at a change of `key` alone,
 * and is silent in between.
 */
function useSpoken(key: string) {
  const element = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    element.current?.setAttribute('aria-live', 'polite');
    const timer = setTimeout(() => element.current?.setAttribute('aria-live', 'off'), SPEAK_FOR);
    return () => clearTimeout(timer);
  }, [key]);
  return element;
}
