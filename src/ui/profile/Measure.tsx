import { Gauge, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Obstacle } from '../../state/form';
import { useProfile } from '../../state/profile';
import type { RunConfig } from '../../worker/messages';
import { Button, Hint, Progress } from '../controls';
import { useObstacleText } from '../frame/obstacleText';
import styles from './ProfilePanel.module.css';

interface MeasureProps {
  /** What is measured: asked for when the button is pressed. */
  readonly run: () => RunConfig;
  /** It was measured before. */
  readonly again: boolean;
  readonly obstacle: Obstacle | undefined;
  readonly hint: string;
}

/** The button that measures; while it does, how far it is and a way out. */
export function Measure({ run, again, obstacle, hint }: MeasureProps) {
  const { t } = useTranslation('profile');
  const { t: common } = useTranslation('common');
  const { asked, progress, measure, cancel } = useProfile();
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
    <Hint text={obstacle ? sayObstacle(obstacle) : hint} side="top">
      <Button icon={<Gauge />} aria-disabled={obstacle !== undefined} onClick={() => obstacle ?? measure(run())}>
        {t(again ? 'again' : 'measure')}
      </Button>
    </Hint>
  );
}
