import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCurves } from '../../state/curves';
import type { Metric } from '../../state/series';
import { useFormat } from '../controls';
import styles from './CurvesPanel.module.css';
import { clock } from './scales';
import { formatMetric } from './useMetricView';

/** Moves the crosshair by keyboard (arrows, Page up and down, Home; End or Escape follow the latest) and says where it is. */
export function CrosshairSlider() {
  const { t } = useTranslation('curves');
  const format = useFormat();
  const { frame, cursor, setCursor } = useCurves();
  const { curves } = frame;
  const { training } = curves;
  const last = training.length - 1;
  const index = Math.max(0, cursor ?? last);
  const point = last < 0 ? undefined : training.at(index);
  const position = point
    ? t('position', { step: format.number(point.step), epoch: format.number(point.epoch, 2), time: clock(point.seconds) })
    : t('summary.none');

  const values = (metric: Metric) => {
    if (!point) return [];
    const validation = curves.validationAt(point.step);
    const said = [
      [t('train'), point[metric]],
      [t('smoothed'), curves.smoothed(metric, index)],
      ...(validation ? [[t('validation'), validation[metric]] as const] : []),
    ] as const;
    return [`${t(metric)}: ${said.map(([name, y]) => `${name} ${formatMetric(format, metric, y)}`).join(', ')}`];
  };
  const move = (to: number) => setCursor(to < last ? Math.max(0, to) : undefined);
  // One step of 100,000 is less than a pixel: Page up and Page down go by a fiftieth of the curve.
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.round(last / 50));
    if (event.key === 'PageUp') move(index + page);
    else if (event.key === 'PageDown') move(index - page);
    else if (event.key === 'Escape') setCursor(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.slider}>
      <input
        className={styles.range}
        type="range"
        min={0}
        max={Math.max(0, last)}
        value={index}
        disabled={last < 1}
        aria-label={t('crosshair')}
        aria-valuetext={[position, ...values('loss'), ...values('accuracy')].join('. ')}
        onChange={(event) => move(event.target.valueAsNumber)}
        onKeyDown={onKeyDown}
      />
      <span className={styles.position}>{position}</span>
    </div>
  );
}
