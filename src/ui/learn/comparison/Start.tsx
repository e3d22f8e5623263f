import { Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { comparedRun, secondsLeft, useComparison, workIn, type ComparisonLength, type Contender } from '../../../state/comparison';
import { useData } from '../../../state/data';
import { useFieldInError } from '../../../state/fieldErrors';
import { obstacleTo } from '../../../state/form';
import { useSession } from '../../../state/session';
import { Button, Hint, Progress, useFormat } from '../../controls';
import { useObstacleText } from '../../frame/obstacleText';
import styles from './Comparison.module.css';

export interface StartProps {
  subject: string;
  contenders: readonly Contender[];
  length: ComparisonLength;
}

/** The button that trains and what it will cost; while it does, how far it is and a way out. */
export function Start({ subject, contenders, length }: StartProps) {
  const { t } = useTranslation('learn');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const { results, underWay, begin, stop } = useComparison();
  const comparison = results[subject];
  const device = useSession((state) => state.device);
  const hasData = useData((state) => state.summary !== undefined);
  const sayObstacle = useObstacleText();
  const field = useFieldInError(subject);
  if (underWay === subject && comparison) {
    const left = secondsLeft(comparison);
    return (
      <div className={styles.start}>
        <span role="status">{left === undefined ? t('comparison.preparing') : t('comparison.left', { time: format.duration(left) })}</span>
        <div className={styles.progress}>
          <Progress label={t('comparison.progress')} value={workIn(comparison).done} />
        </div>
        <Button icon={<X />} onClick={stop}>
          {common('cancel')}
        </Button>
      </div>
    );
  }
  const obstacle = obstacleTo(device, hasData, undefined, field);
  const why = obstacle ? sayObstacle(obstacle) : underWay !== undefined ? t('comparison.other') : undefined;
  const runs = contenders.map((contender) => comparedRun(contender, length.steps));
  return (
    <div className={styles.start}>
      <Hint text={why ?? t('comparison.startHint')} side="top">
        <Button icon={<Play />} aria-disabled={why !== undefined} onClick={() => why ?? begin(subject, contenders, length)}>
          {t(comparison ? 'comparison.again' : 'comparison.start')}
        </Button>
      </Hint>
      <span className={styles.soft}>{t('comparison.cost', { networks: runs.length, work: format.compact(workIn({ runs, length }).whole) })}</span>
    </div>
  );
}
