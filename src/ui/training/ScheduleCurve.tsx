import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { rateAt, type RunLength } from '../../engine/optim/schedule';
import { useData } from '../../state/data';
import { useSession } from '../../state/session';
import { picturesOfStep, useSettings } from '../../state/settings';
import { useFormat, useWidth } from '../controls';
import styles from './ScheduleCurve.module.css';
import { schedulePicture, type RatePoint, type SchedulePicture } from './schedulePicture';

const HEIGHT = 56;
/** Room for the mark of the present step at the borders. */
const MARGIN = 4;

/** The learning rate over the steps of the run that trains, and where that is; before, of the run that the form describes. */
export function ScheduleCurve() {
  const { schedule } = useSettings((state) => state.values);
  const length = useRunLength();
  return schedule === 'constant' || length.steps === 0 ? null : <Curve length={length} />;
}

function Curve({ length }: { length: RunLength }) {
  const values = useSettings((state) => state.values);
  const { steps, stepsPerEpoch } = length;
  const step = useSession(({ run }) => (run.phase === 'running' || run.phase === 'paused' ? run.step : 0));
  const picture = useMemo(() => schedulePicture(values, { steps, stepsPerEpoch }), [values, steps, stepsPerEpoch]);
  const now = step > 0 ? { step, rate: rateAt(values, length, step) } : undefined;
  const say = useSay();
  const [ref, width] = useWidth(260);
  const x = (point: RatePoint) => MARGIN + ((point.step - 1) / Math.max(steps - 1, 1)) * (width - 2 * MARGIN);
  const y = (point: RatePoint) => HEIGHT - MARGIN - (point.rate / (picture.peak.rate || 1)) * (HEIGHT - 2 * MARGIN);
  const line = picture.points.map((point) => `${x(point)},${y(point)}`).join(' ');
  return (
    <figure className={styles.figure} data-testid="schedule">
      <svg ref={ref} className={styles.picture} height={HEIGHT} aria-hidden>
        <line className={styles.ground} x1={0} x2={width} y1={HEIGHT - MARGIN} y2={HEIGHT - MARGIN} />
        <polyline className={styles.rate} points={line} />
        {now && <line className={styles.now} x1={x(now)} x2={x(now)} y1={0} y2={HEIGHT} />}
        {now && <circle className={styles.place} cx={x(now)} cy={y(now)} r={3.5} />}
      </svg>
      <figcaption className={styles.words}>{say(picture, now)}</figcaption>
    </figure>
  );
}

/** The present run's length where it may still take up the schedule; else that of the run in the form, 0 before there are pictures. */
function useRunLength(): RunLength {
  const run = useSession((state) => state.run);
  const pictures = useData((state) => state.summary?.trainCount) ?? 0;
  const values = useSettings((state) => state.values);
  if (['preparing', 'running', 'paused'].includes(run.phase)) return { steps: run.stepsTotal, stepsPerEpoch: run.stepsPerEpoch };
  const stepsPerEpoch = Math.ceil(pictures / picturesOfStep(values));
  return { steps: values.epochs * stepsPerEpoch, stepsPerEpoch };
}

/** The curve in a sentence, and where the run is on it. */
function useSay(): (picture: SchedulePicture, now: RatePoint | undefined) => string {
  const { t } = useTranslation('training');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  return ({ first, last, peak }, now) => {
    const rate = (point: RatePoint) => format.significant(point.rate);
    const shape =
      first.rate === last.rate && peak.rate === first.rate ? 'stays' : peak.rate === last.rate ? 'climbs' : peak.rate === first.rate ? 'falls' : 'rises';
    const words = t(`curve.${shape}`, {
      ...{ first: rate(first), highest: rate(peak), last: rate(last) },
      ...{ peak: format.number(peak.step), steps: format.number(last.step) },
    });
    return now ? common('sentences', { first: words, second: t('curve.now', { step: format.number(now.step), rate: rate(now) }) }) : words;
  };
}
