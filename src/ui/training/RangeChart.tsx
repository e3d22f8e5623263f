import { useTranslation } from 'react-i18next';
import type { RangePoint, RangeReport } from '../../worker/messages';
import { useFormat, useWidth } from '../controls';
import { linearScale, logScale } from '../curves/scales';
import styles from './RangeChart.module.css';

const HEIGHT = 200;
const MARGIN = { top: 8, right: 12, bottom: 34, left: 40 };
/** A loss that blows up leaves the picture at this many times where it began. */
const ROOM_ABOVE = 1.4;

/** The loss of a range test over its rates: of each batch, smoothed, and the rate that is suggested. Its words stand beside it. */
export function RangeChart({ report: { points, suggestion } }: { report: RangeReport }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const [ref, width] = useWidth(440);
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return null;

  const xs = logScale(first.rate, last.rate);
  const ys = linearScale(ROOM_ABOVE * first.smooth, 4);
  const [low, high] = xs.domain;
  const top = ys.domain[1];
  const right = width - MARGIN.right;
  const bottom = HEIGHT - MARGIN.bottom;
  const x = (rate: number) => MARGIN.left + (Math.log(rate / low) / Math.log(high / low)) * (right - MARGIN.left);
  const y = (loss: number) => bottom - (Math.min(loss, top) / top) * (bottom - MARGIN.top);
  const line = (of: (point: RangePoint) => number) => points.map((point) => `${x(point.rate)},${y(of(point))}`).join(' ');
  return (
    <div className={styles.frame} data-testid="range-chart" aria-hidden>
      <svg ref={ref} className={styles.picture} height={HEIGHT}>
        {ys.ticks.map((tick) => (
          <g key={tick} transform={`translate(0 ${y(tick)})`}>
            <line className={styles.grid} x1={MARGIN.left} x2={right} />
            <text className={styles.tick} x={MARGIN.left - 6} dy="0.35em" textAnchor="end">
              {format.significant(tick, 2)}
            </text>
          </g>
        ))}
        {xs.ticks.map((tick) => (
          <text key={tick} className={styles.tick} x={x(tick)} y={bottom + 14} textAnchor="middle">
            {format.scientific(tick, 1)}
          </text>
        ))}
        <text className={styles.tick} x={right} y={HEIGHT - 5} textAnchor="end">
          {t('range.rate')}
        </text>
        <polyline className={styles.raw} points={line(({ loss }) => loss)} />
        <polyline className={styles.smooth} points={line(({ smooth }) => smooth)} />
        {suggestion !== undefined && (
          <g transform={`translate(${x(Math.max(suggestion, low))} 0)`}>
            <line className={styles.suggestion} y1={MARGIN.top} y2={bottom} />
            <text className={styles.label} x={-5} y={bottom - 6} textAnchor="end">
              {t('range.suggested', { rate: format.significant(suggestion, 2) })}
            </text>
          </g>
        )}
      </svg>
      <ul className={styles.legend}>
        <li className={styles.ofRaw}>{t('range.raw')}</li>
        <li>{t('range.smoothed')}</li>
      </ul>
    </div>
  );
}
