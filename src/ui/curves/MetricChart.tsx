import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceDot, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { CurveRow } from '../../state/runCurves';
import { cx } from '../controls';
import { Crosshair } from './Crosshair';
import styles from './MetricChart.module.css';
import type { AxisScale } from './scales';

/** A vertical mark at `x`. */
export interface ChartMark {
  readonly x: number;
  readonly label: string;
}

export interface MetricChartProps {
  testId: string;
  /** Accessible name: what is drawn, and its latest values. */
  summary: string;
  rows: readonly CurveRow[];
  xScale: AxisScale;
  yScale: AxisScale;
  logarithmic: boolean;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  chance: { readonly value: number; readonly label: string };
  marks: readonly ChartMark[];
  best: { readonly x: number; readonly y: number } | undefined;
}

/** Above so many validations their dots would be a thick band; the line alone stays. */
const MOST_DOTS = 80;
const MARGIN = { top: 14, right: 10, bottom: 0, left: 0 };
const LABEL = { fill: 'var(--text-soft)', fontSize: 11, className: cx(styles.label) };
const TICK = { fill: 'var(--text-soft)', fontSize: 11 };

/** The curves of one metric on its own axes. */
export const MetricChart = memo(function MetricChart(props: MetricChartProps) {
  const { testId, summary, rows, xScale, yScale, logarithmic, formatX, formatY, chance, marks, best } = props;
  // A value that has no place on the scale (NaN, or 0 on a logarithmic one) is a gap.
  const drawable = (y: number | undefined) => (y !== undefined && Number.isFinite(y) && (!logarithmic || y > 0) ? y : null);
  const validations = rows.filter((row) => row.validation !== undefined).length;
  const dots = validations <= MOST_DOTS && { r: 2.5, fill: 'var(--series-validation)', strokeWidth: 0 };
  return (
    <div className={styles.chart} role="img" aria-label={summary} data-testid={testId}>
      <LineChart responsive className={cx(styles.plot)} data={rows} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--series-grid)" />
        <XAxis
          dataKey="x"
          type="number"
          domain={xScale.domain}
          ticks={xScale.ticks}
          tickFormatter={formatX}
          tick={TICK}
          height={20}
          tickSize={4}
          stroke="var(--line-strong)"
          allowDataOverflow
        />
        <YAxis
          type="number"
          scale={logarithmic ? 'log' : 'linear'}
          domain={yScale.domain}
          ticks={yScale.ticks}
          tickFormatter={formatY}
          tick={TICK}
          width={44}
          tickSize={4}
          stroke="var(--line-strong)"
          allowDataOverflow
        />
        <ReferenceLine
          y={chance.value}
          stroke="var(--series-chance)"
          strokeDasharray="5 4"
          label={{ value: chance.label, position: 'insideBottomRight', ...LABEL }}
        />
        {marks.map((mark, index) => (
          <ReferenceLine key={index} x={mark.x} stroke="var(--text-soft)" strokeDasharray="2 2" label={{ value: mark.label, position: 'top', ...LABEL }} />
        ))}
        <Line
          className={cx(styles.line)}
          dataKey={(row: CurveRow) => drawable(row.raw)}
          stroke="var(--series-train-raw)"
          strokeWidth={1}
          dot={false}
          activeDot={false}
          connectNulls={false}
          isAnimationActive={false}
        />
        <Line
          className={cx(styles.line)}
          dataKey={(row: CurveRow) => drawable(row.smooth)}
          stroke="var(--series-train)"
          strokeWidth={2}
          dot={false}
          activeDot={false}
          connectNulls
          isAnimationActive={false}
        />
        <Line
          className={cx(styles.line)}
          dataKey={(row: CurveRow) => drawable(row.validation)}
          stroke="var(--series-validation)"
          strokeWidth={1.5}
          dot={dots}
          activeDot={false}
          connectNulls
          isAnimationActive={false}
        />
        {best && <ReferenceDot {...best} r={5} fill="none" stroke="var(--series-validation)" strokeWidth={2} />}
        <Crosshair />
      </LineChart>
    </div>
  );
});
