import { useTranslation } from 'react-i18next';
import type { Measured } from '../../state/profile';
import { cx, Readout, useFormat, usePicked, useWidth } from '../controls';
import { isBackward } from './layerTimes';
import styles from '../controls/Drawing.module.css';
import { along, rooflinePicture, type RooflinePoint } from './rooflineScales';
import { RooflineTable } from './RooflineTable';
import { layerColour, layerNumber, useFigures, useOperatorName } from './words';

const HEIGHT = 290;
const MARGIN = { top: 8, right: 10, bottom: 34, left: 48 };

/** What each operator reaches against what the adapter allows: operations a second over operations a byte. */
export function Roofline({ measured }: { measured: Measured }) {
  const { report, run } = measured;
  const { t } = useTranslation('profile');
  const format = useFormat();
  const figures = useFigures();
  const nameOf = useOperatorName(run.model);
  const [ref, width] = useWidth(440);
  const picture = rooflinePicture(report);
  const { points, roof, best } = picture;
  const { picked, of, onKeyDown } = usePicked(points.length);

  const bottom = HEIGHT - MARGIN.bottom;
  const right = width - MARGIN.right;
  const x = (intensity: number) => MARGIN.left + along(picture.x, intensity) * (right - MARGIN.left);
  const y = (rate: number) => bottom - along(picture.y, rate) * (bottom - MARGIN.top);
  const say = ({ row, intensity, rate }: RooflinePoint) =>
    t('roofline.point', {
      operator: `${nameOf(row.path)}, ${row.kernel}`,
      rate: figures.flopRate(rate),
      intensity: format.significant(intensity),
      time: format.significant(row.milliseconds),
    });
  const shown = points[picked ?? -1];
  const [start, ridge] = roof;
  return (
    <div className={styles.frame}>
      <svg ref={ref} className={styles.picture} height={HEIGHT} role="group" aria-label={t('roofline.picture')} onKeyDown={onKeyDown}>
        {picture.x.ticks.map((tick) => (
          <g key={tick} transform={`translate(${x(tick)} 0)`}>
            <line className={styles.grid} y1={MARGIN.top} y2={bottom} />
            <text className={styles.tick} y={bottom + 14} textAnchor="middle">
              {format.compact(tick)}
            </text>
          </g>
        ))}
        {picture.y.ticks.map((tick) => (
          <g key={tick} transform={`translate(0 ${y(tick)})`}>
            <line className={styles.grid} x1={MARGIN.left} x2={right} />
            <text className={styles.tick} x={MARGIN.left - 6} dy="0.35em" textAnchor="end">
              {format.compact(tick)}
            </text>
          </g>
        ))}
        <text className={styles.tick} x={right} y={HEIGHT - 4} textAnchor="end">
          {t('roofline.x')}
        </text>
        <text className={styles.tick} x={MARGIN.left + 6} y={MARGIN.top + 8}>
          {t('roofline.y')}
        </text>
        <polyline className={styles.roof} points={roof.map(([intensity, rate]) => `${x(intensity)},${y(rate)}`).join(' ')} />
        <text className={styles.label} x={right} y={y(report.peaks.flopsPerSecond) - 6} textAnchor="end">
          {t('roofline.peakFlops', { rate: figures.flopRate(report.peaks.flopsPerSecond) })}
        </text>
        {start && ridge && (
          <text
            className={styles.label}
            textAnchor="middle"
            dy="-6"
            transform={`translate(${(x(start[0]) + x(ridge[0])) / 2} ${(y(start[1]) + y(ridge[1])) / 2}) rotate(${slope()})`}
          >
            {t('roofline.peakBytes', { rate: figures.byteRate(report.peaks.bytesPerSecond) })}
          </text>
        )}
        <line className={styles.best} x1={MARGIN.left} x2={right} y1={y(best)} y2={y(best)} />
        {points.map((point, index) => {
          const { path } = point.row;
          const colour = layerColour(path, run.model);
          return (
            <g
              key={index}
              {...of(index)}
              role="img"
              aria-label={say(point)}
              className={cx(styles.mark, index === picked && styles.picked)}
              transform={`translate(${x(point.intensity)} ${y(point.rate)})`}
            >
              <circle className={styles.reach} r={11} />
              <circle r={5} stroke={colour} strokeWidth={2} fill={isBackward(point.row) ? 'var(--panel)' : colour} />
              <text className={styles.name} x={8} dy="0.35em">
                {layerNumber(path)}
              </text>
            </g>
          );
        })}
      </svg>
      <ul className={styles.legend}>
        <li className={styles.filled}>{t('operators.forward')}</li>
        <li className={styles.hollow}>{t('operators.backward')}</li>
        <li className={styles.dashed}>{t('roofline.best', { rate: figures.flopRate(best) })}</li>
        <li className={styles.note}>{t('roofline.onlyMoves')}</li>
      </ul>
      <Readout empty={t('roofline.pick')}>{shown && `${say(shown)} · ${t('roofline.ofRoof', { share: format.percent(shown.ofRoof, 0) })}`}</Readout>
      <RooflineTable measured={measured} />
    </div>
  );

  /** Angle of the slanted roof on the screen, in degrees. */
  function slope(): number {
    if (!start || !ridge) return 0;
    return (Math.atan2(y(ridge[1]) - y(start[1]), x(ridge[0]) - x(start[0])) * 180) / Math.PI;
  }
}
