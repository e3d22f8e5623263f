import { Trophy, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCurves } from '../../state/curves';
import type { Metric } from '../../state/series';
import { useSession } from '../../state/session';
import { Button, Hint, useFormat } from '../controls';
import styles from './Readout.module.css';
import { formatMetric } from './useMetricView';

/** Name of a chart, what its lines are, and their values under the crosshair or, without one, at the latest step. */
export function Readout({ metric }: { metric: Metric }) {
  const { t } = useTranslation('curves');
  const format = useFormat();
  const { frame, cursor } = useCurves();
  const { curves } = frame;
  const { training } = curves;
  const index = cursor ?? training.length - 1;
  const known = index >= 0;
  const value = (y: number | undefined) => (y === undefined ? '–' : formatMetric(format, metric, y));
  const best = metric === 'accuracy' && curves.best !== undefined ? curves.validation.at(curves.best) : undefined;
  return (
    <div className={styles.readout}>
      <h3>{t(metric)}</h3>
      <dl className={styles.values}>
        <div>
          <dt className={styles.raw}>{t('train')}</dt>
          <dd>{value(known ? training[metric].at(index) : undefined)}</dd>
        </div>
        <div>
          <dt className={styles.smooth}>{t('smoothed')}</dt>
          <dd>{value(known ? curves.smoothed(metric, index) : undefined)}</dd>
        </div>
        <div>
          <dt className={styles.validation}>{t('validation')}</dt>
          <dd>{value(known ? curves.validationAt(training.step.at(index))?.[metric] : curves.validationAt(Infinity)?.[metric])}</dd>
        </div>
      </dl>
      {best && (
        <Hint text={t('bestHint')}>
          <span className={styles.best} tabIndex={0}>
            <Trophy aria-hidden />
            {t('best', { value: value(best.accuracy), step: format.number(best.step) })}
          </span>
        </Hint>
      )}
      {best && <GoBack />}
    </div>
  );
}

/** Where the run rests behind its best validation: puts the weights of that back. */
function GoBack() {
  const { t } = useTranslation('curves');
  const format = useFormat();
  const { phase, step, best, weightsFrom } = useSession((state) => state.run);
  const rests = phase === 'paused' || phase === 'finished';
  if (!rests || !best || best.step === (weightsFrom ?? step)) return null;
  return (
    <Hint text={t('goBackHint')}>
      <Button size="small" icon={<Undo2 />} onClick={useSession.getState().goBack}>
        {t('goBack', { step: format.number(best.step) })}
      </Button>
    </Hint>
  );
}
