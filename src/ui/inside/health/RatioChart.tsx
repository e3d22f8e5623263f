import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerHealth } from '../../../engine/metrics/health';
import type { HealthReport } from '../../../state/health';
import { useFormat, useWidth } from '../../controls';
import drawing from '../../controls/Drawing.module.css';
import { logScale, xScale } from '../../curves/scales';
import { LineSample } from '../../curves/LineSample';
import { layerNumber } from '../../profile/words';
import { plainLine } from '../../curves/lineStyle';
import styles from './HealthView.module.css';
import { lookAt } from './strip';

export interface RatioChartProps {
  looks: readonly HealthReport[];
  /** Index of the look that is shown. */
  look: number;
  onLook: (look: number) => void;
  nameOf: (path: string) => string;
}

const HEIGHT = 230;
const MARGIN = { top: 8, right: 34, bottom: 20, left: 56 };

/** Norm of a layer's gradient over that of its weights. */
export function ratioOf({ gradients, weights }: LayerHealth): number | undefined {
  return gradients && weights && weights.norm > 0 ? gradients.norm / weights.norm : undefined;
}

/** How large the gradients are beside the weights, layer by layer over the steps. */
export function RatioChart({ looks, look, onLook, nameOf }: RatioChartProps) {
  const { t } = useTranslation('insideHealth');
  const format = useFormat();
  const [ref, width] = useWidth(480);
  const lines = (looks.at(-1)?.layers ?? []).flatMap(({ path, gradients }) => {
    if (!gradients) return [];
    const points = looks.map(({ step, layers }) => {
      const layer = layers.find((candidate) => candidate.path === path);
      return { step, ratio: layer && ratioOf(layer) };
    });
    return [{ path, points }];
  });
  const ratios = lines.flatMap(({ points }) => points.flatMap(({ ratio }) => (ratio !== undefined && ratio > 0 ? [ratio] : [])));
  if (ratios.length === 0) return <p className={styles.soft}>{t('health.ratioNone')}</p>;
  const [first, last] = [looks[0]?.step ?? 0, looks.at(-1)?.step ?? 0];
  const [bottom, right] = [HEIGHT - MARGIN.bottom, width - MARGIN.right];
  const vertical = logScale(Math.min(...ratios), Math.max(...ratios));
  const [low, high] = vertical.domain.map(Math.log) as [number, number];
  const x = (step: number) => MARGIN.left + (last > first ? (step - first) / (last - first) : 1) * (right - MARGIN.left);
  const y = (ratio: number) => bottom - ((Math.log(ratio) - low) / (high - low)) * (bottom - MARGIN.top);
  const onPointer = (event: PointerEvent) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    onLook(lookAt(looks, (event.clientX - left - MARGIN.left) / (right - MARGIN.left)));
  };
  const step = looks[look]?.step ?? last;
  const ticks = last > first ? xScale('step', last, Math.max(2, Math.floor(width / 90))).ticks.filter((tick) => tick >= first) : [last];
  return (
    <div className={drawing.frame}>
      <svg
        ref={ref}
        className={drawing.picture}
        height={HEIGHT}
        role="img"
        aria-label={t('health.ratioPicture')}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
      >
        {vertical.ticks.map((tick) => (
          <g key={tick} transform={`translate(0 ${y(tick)})`}>
            <line className={drawing.grid} x1={MARGIN.left} x2={right} />
            <text className={drawing.tick} x={MARGIN.left - 6} dy="0.35em" textAnchor="end">
              {format.significant(tick)}
            </text>
          </g>
        ))}
        {ticks.map((tick) => (
          <text key={tick} className={drawing.tick} x={x(tick)} y={HEIGHT - 4} textAnchor="middle">
            {format.number(tick)}
          </text>
        ))}
        {lines.map(({ path, points }, at) => (
          <g key={path}>
            <polyline
              fill="none"
              {...plainLine(at, lines.length)}
              strokeWidth={1.75}
              points={points.flatMap(({ step: of, ratio }) => (ratio ? [`${x(of).toFixed(1)},${y(ratio).toFixed(1)}`] : [])).join(' ')}
            />
            <text className={drawing.tick} x={right + 4} y={y(points.at(-1)?.ratio || vertical.domain[0])} dy="0.35em">
              {layerNumber(path)}
            </text>
          </g>
        ))}
        {lines.map(({ path, points }, at) => {
          const ratio = points[look]?.ratio;
          return ratio ? <circle key={path} cx={x(step)} cy={y(ratio)} r={3} fill={plainLine(at, lines.length).stroke} /> : null;
        })}
        <line className={styles.cursor} x1={x(step)} x2={x(step)} y1={MARGIN.top} y2={bottom} />
      </svg>
      <ul className={styles.ratios}>
        {lines.map(({ path, points }, at) => {
          const ratio = points[look]?.ratio;
          return (
            <li key={path}>
              <LineSample line={plainLine(at, lines.length)} />
              {nameOf(path)} <span className={styles.figure}>{ratio === undefined ? '–' : format.significant(ratio)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
