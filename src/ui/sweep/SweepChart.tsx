import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts';
import type { SweptRun } from '../../state/sweep';
import type { SettingAxis } from '../../state/sweepAxes';
import { cx, useFormat } from '../controls';
import { formatLossTick } from '../curves/useMetricView';
import { LineSample } from './LineSample';
import { lineStyle } from './lineStyle';
import { sweepPicture, type SweepRow } from './sweepPicture';
import styles from './SweepResults.module.css';
import { useCombinationText } from './useValueText';

const MARGIN = { top: 8, right: 10, bottom: 0, left: 0 };
const TICK = { fill: 'var(--text-soft)', fontSize: 11 };
const AXIS = { type: 'number', tick: TICK, tickSize: 4, stroke: 'var(--line-strong)', allowDataOverflow: true } as const;

/** The training loss of every run over its steps, smoothed, and which line is whose. The figures stand in the table beside it. */
export const SweepChart = memo(function SweepChart({ axes, runs }: { axes: readonly SettingAxis[]; runs: readonly SweptRun[] }) {
  const { t } = useTranslation('sweep');
  const format = useFormat();
  const nameOf = useCombinationText();
  const picture = useMemo(() => sweepPicture(runs), [runs]);
  if (!picture) return null;
  const counts = axes.map(({ values }) => values.length);
  const begun = runs.flatMap((run, index) => (run.losses.length > 0 ? [{ run, index, line: lineStyle(index, counts) }] : []));
  return (
    <figure className={styles.figure}>
      <figcaption>{t('chart.title')}</figcaption>
      <div className={styles.chart} role="img" aria-label={t('chart.summary', { count: begun.length })} data-testid="sweep-chart">
        <LineChart responsive className={cx(styles.plot)} data={picture.rows} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--series-grid)" />
          <XAxis {...AXIS} dataKey="step" domain={picture.x.domain} ticks={picture.x.ticks} tickFormatter={(step: number) => format.number(step)} height={20} />
          <YAxis {...AXIS} domain={picture.y.domain} ticks={picture.y.ticks} tickFormatter={(loss: number) => formatLossTick(format, loss)} width={36} />
          {begun.map(({ index, line }) => (
            <Line
              key={index}
              {...line}
              dataKey={(row: SweepRow) => row.losses[index] ?? null}
              strokeWidth={2}
              dot={false}
              activeDot={false}
              connectNulls
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </div>
      <ul className={styles.legend} aria-hidden>
        {begun.map(({ run, index, line }) => (
          <li key={index}>
            <LineSample line={line} />
            {nameOf(run.combination)}
          </li>
        ))}
      </ul>
    </figure>
  );
});
