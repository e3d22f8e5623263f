import { useMemo } from 'react';
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts';
import type { ListedRun } from '../../state/listedRuns';
import { cx, useFormat } from '../controls';
import { LineSample } from './LineSample';
import type { LineStyle } from './lineStyle';
import { lossPicture, type LossRow } from './lossPicture';
import styles from './LossCurves.module.css';
import { formatLossTick } from './useMetricView';

const MARGIN = { top: 8, right: 10, bottom: 0, left: 0 };
const TICK = { fill: 'var(--text-soft)', fontSize: 11 };
const AXIS = { type: 'number', tick: TICK, tickSize: 4, stroke: 'var(--line-strong)', allowDataOverflow: true } as const;

export interface LossCurvesProps {
  title: string;
  /** The chart in words, for those who do not see it; given how many runs have begun. */
  summary: (begun: number) => string;
  runs: readonly ListedRun[];
  /** Of each run. */
  names: readonly string[];
  lines: readonly LineStyle[];
  /** False where a table beside it says which line is whose. */
  legend?: boolean;
  testId: string;
}

/** The training losses of several runs over their steps, smoothed, and which line is whose. The figures stand in a table beside it. */
export function LossCurves({ title, summary, runs, names, lines, legend = true, testId }: LossCurvesProps) {
  const format = useFormat();
  const picture = useMemo(() => lossPicture(runs), [runs]);
  if (!picture) return null;
  const begun = runs.flatMap(({ losses }, index) => {
    const line = lines[index];
    return line && losses.length > 0 ? [{ index, line }] : [];
  });
  return (
    <figure className={styles.figure}>
      <figcaption>{title}</figcaption>
      <div className={styles.chart} role="img" aria-label={summary(begun.length)} data-testid={testId}>
        <LineChart responsive className={cx(styles.plot)} data={picture.rows} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--series-grid)" />
          <XAxis {...AXIS} dataKey="step" domain={picture.x.domain} ticks={picture.x.ticks} tickFormatter={(step: number) => format.number(step)} height={20} />
          <YAxis {...AXIS} domain={picture.y.domain} ticks={picture.y.ticks} tickFormatter={(loss: number) => formatLossTick(format, loss)} width={36} />
          {begun.map(({ index, line }) => (
            <Line
              key={index}
              {...line}
              dataKey={(row: LossRow) => row.losses[index] ?? null}
              strokeWidth={2}
              dot={false}
              activeDot={false}
              connectNulls
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </div>
      {legend && (
        <ul className={styles.legend} aria-hidden>
          {begun.map(({ index, line }) => (
            <li key={index}>
              <LineSample line={line} />
              {names[index]}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}
