import { useMemo } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useCurves } from '../../state/curves';
import type { LiveMark, RunCurves } from '../../state/runCurves';
import type { CurveAxis, Metric } from '../../state/series';
import { useFormat, type Format } from '../controls';
import { useSettingText, type SettingText } from '../training/useSettingText';
import type { MetricChartProps } from './MetricChart';
import { clock, linearScale, logScale, xScale, type AxisScale } from './scales';

/** What guessing among ten classes gives: cross-entropy ln 10, one picture in ten right. */
export const CHANCE: Readonly<Record<Metric, number>> = { loss: Math.log(10), accuracy: 0.1 };
/** Where the axis ends before there is a point. */
const EMPTY_END: Readonly<Record<CurveAxis, number>> = { step: 100, epoch: 1, seconds: 60 };
const ACCURACY_SCALE: AxisScale = { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1] };

/** Losses between these have room on an axis as they are. */
const [SMALL_TICK, LARGE_TICK] = [1e-4, 1e5];

/** A loss or an accuracy as words show it: 1.932, 5.12E26, 34.5%. */
export function formatMetric(format: Format, metric: Metric, value: number): string {
  return metric === 'accuracy' ? format.percent(value) : format.number(value, 3);
}

/** A mark of the loss axis in the room that there is: 0.05, 2.5, 2E26. */
export function formatLossTick(format: Format, value: number): string {
  const plain = value === 0 || (value >= SMALL_TICK && value < LARGE_TICK);
  return plain ? format.significant(value, 2) : format.scientific(value, 2);
}

function lossScale(values: readonly number[], logarithmic: boolean): AxisScale {
  const finite = [...values.filter((value) => Number.isFinite(value) && (!logarithmic || value > 0)), CHANCE.loss];
  const top = finite.reduce((a, b) => Math.max(a, b));
  return logarithmic
    ? logScale(
        finite.reduce((a, b) => Math.min(a, b)),
        top,
      )
    : linearScale(top, 4);
}

/** In words, for those who do not see the chart. */
function summarise(t: TFunction<['curves', 'training']>, format: Format, textOf: SettingText, curves: RunCurves, metric: Metric, axis: CurveAxis): string {
  const value = (y: number) => formatMetric(format, metric, y);
  const { training, validation, best, marks } = curves;
  const parts = [t(`summary.${metric}`, { axis: t(`axis.${axis}`) })];
  const last = training.length - 1;
  if (last < 0) parts.push(t('summary.none'));
  else {
    const raw = value(training[metric].at(last));
    const smooth = value(curves.smoothed(metric, last));
    parts.push(t('summary.train', { raw, smooth, step: format.number(training.step.at(last)) }));
  }
  if (validation.length > 0) {
    const { step, [metric]: y } = validation.at(validation.length - 1);
    parts.push(t('summary.validation', { value: value(y), step: format.number(step) }));
  }
  if (best !== undefined && metric === 'accuracy') {
    const { step, accuracy } = validation.at(best);
    parts.push(t('summary.best', { value: value(accuracy), step: format.number(step) }));
  }
  for (const { setting, from, to, step } of marks) {
    const name = t(`training:fields.${setting}.label`);
    parts.push(t('summary.changed', { name, from: textOf(setting, from), to: textOf(setting, to), step: format.number(step) }));
  }
  return parts.join(' ');
}

/** All that one chart draws; made again when the curves grew, or an axis or the language changed. */
export function useMetricView(metric: Metric): Omit<MetricChartProps, 'testId'> {
  const { t } = useTranslation(['curves', 'training']);
  const format = useFormat();
  const textOf = useSettingText();
  const frame = useCurves((state) => state.frame);
  const axis = useCurves((state) => state.axis);
  const logarithmic = useCurves((state) => state.logLoss) && metric === 'loss';

  return useMemo(() => {
    const { curves } = frame;
    const rows = curves.rows(metric, axis);
    const values = rows.flatMap((row) => [row.raw, row.validation].filter((value) => value !== undefined));
    const best = curves.best;
    const label = ({ setting, to }: LiveMark) => t('changed', { name: t(`training:fields.${setting}.label`), value: textOf(setting, to) });
    const formatX = {
      step: (x: number) => (x < 100_000 ? format.number(x) : format.compact(x)),
      epoch: (x: number) => format.significant(x),
      seconds: clock,
    };
    const formatY = {
      loss: (y: number) => formatLossTick(format, y),
      accuracy: (y: number) => format.percent(y, 0),
    };
    return {
      summary: summarise(t, format, textOf, curves, metric, axis),
      rows,
      xScale: xScale(axis, rows.at(-1)?.x || EMPTY_END[axis], 5),
      yScale: metric === 'loss' ? lossScale(values, logarithmic) : ACCURACY_SCALE,
      logarithmic,
      formatX: formatX[axis],
      formatY: formatY[metric],
      chance: {
        value: CHANCE[metric],
        label: t('chance', { value: metric === 'loss' ? format.number(CHANCE.loss, 3) : format.percent(CHANCE.accuracy, 0) }),
      },
      marks: curves.marks.map((mark) => ({ x: curves.position(axis, mark.step), label: metric === 'loss' ? label(mark) : '' })),
      best: metric === 'accuracy' && best !== undefined ? { x: curves.validation[axis].at(best), y: curves.validation.accuracy.at(best) } : undefined,
    };
  }, [t, format, textOf, frame, axis, metric, logarithmic]);
}
