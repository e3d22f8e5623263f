import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { SMOOTHING_WEIGHTS, useCurves } from '../../state/curves';
import { curvesCsv } from '../../state/curvesCsv';
import type { CurveAxis, Metric } from '../../state/series';
import { Button, FieldFrame, Hint, Panel, Segmented, Switch, useFormat } from '../controls';
import { CrosshairSlider } from './CrosshairSlider';
import styles from './CurvesPanel.module.css';
import { downloadText } from './download';
import { MetricChart } from './MetricChart';
import { Readout } from './Readout';
import { useMetricView } from './useMetricView';

const AXES: readonly CurveAxis[] = ['step', 'epoch', 'seconds'];

function Chart({ metric }: { metric: Metric }) {
  const view = useMetricView(metric);
  return (
    <div className={styles.metric}>
      <Readout metric={metric} />
      <MetricChart {...view} testId={`${metric}-chart`} />
    </div>
  );
}

function Smoothing() {
  const { t } = useTranslation('curves');
  const format = useFormat();
  const smoothing = useCurves((state) => state.smoothing);
  const setSmoothing = useCurves((state) => state.setSmoothing);
  const place = SMOOTHING_WEIGHTS.findIndex((weight) => weight >= smoothing);
  return (
    <FieldFrame label={t('smoothing')} hint={t('smoothingHint')} formula="m ← βm + (1 − β)x,  y = m / (1 − βᵗ)">
      {({ id, describedBy }) => (
        <span className={styles.smoothing}>
          <input
            id={id}
            className={styles.range}
            type="range"
            min={0}
            max={SMOOTHING_WEIGHTS.length - 1}
            value={place}
            aria-valuetext={format.number(smoothing)}
            aria-describedby={describedBy}
            onChange={(event) => setSmoothing(SMOOTHING_WEIGHTS[event.target.valueAsNumber] ?? smoothing)}
          />
          <output htmlFor={id}>{format.number(smoothing)}</output>
        </span>
      )}
    </FieldFrame>
  );
}

/** Loss and accuracy of the run as they come, on axes of their own. */
export function CurvesPanel({ className }: { className?: string }) {
  const { t } = useTranslation('curves');
  const { frame, axis, setAxis, logLoss, setLogLoss } = useCurves();
  const { curves } = frame;
  const empty = curves.training.length === 0 && curves.validation.length === 0;
  const download = () => downloadText('kernelgarten-curves.csv', 'text/csv', curvesCsv(curves));
  return (
    <Panel
      title={t('title')}
      className={className}
      actions={
        <>
          <Segmented
            label={t('against')}
            value={axis}
            segments={AXES.map((value) => ({ value, label: t(`axis.${value}`), hint: t(`axisHint.${value}`) }))}
            onChange={setAxis}
          />
          <Hint text={t('downloadHint')}>
            <Button size="small" variant="quiet" icon={<Download aria-hidden />} disabled={empty} onClick={download}>
              {t('download')}
            </Button>
          </Hint>
        </>
      }
    >
      <div className={styles.controls}>
        <Smoothing />
        <Switch label={t('logLoss')} hint={t('logLossHint')} checked={logLoss} onChange={setLogLoss} />
      </div>
      <Chart metric="loss" />
      <Chart metric="accuracy" />
      {empty ? <p className={styles.empty}>{t('empty')}</p> : <CrosshairSlider />}
    </Panel>
  );
}
