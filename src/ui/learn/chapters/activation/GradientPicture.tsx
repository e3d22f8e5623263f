import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerSpec } from '../../../../engine/graph/spec';
import type { GradientReading } from '../../../../worker/messages';
import { AsTable, cx, Readout, useFormat, usePicked, useWidth } from '../../../controls';
import drawing from '../../../controls/Drawing.module.css';
import { useLayerWords } from '../../../network/words';
import { along } from '../../../profile/rooflineScales';
import { scaleOf, shrinkage, type madeBy } from './gradients';
import styles from './Picture.module.css';
import { DEPTH } from './tower';

const HEIGHT = 262;
const MARGIN = { top: 10, right: 14, bottom: 34, left: 52 };
/** A mark of its own for each network, so that more than the colour tells them apart. */
const MARKS = ['M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0', 'M-4,-4h8v8h-8z', 'M0,-5L5,4H-5z', 'M0,-5.5L5.5,0L0,5.5L-5.5,0z'];

interface GradientPictureProps {
  readonly made: ReturnType<typeof madeBy>;
  readonly readings: readonly GradientReading[];
  /** Which of the readings, from 1. */
  readonly step: number;
}

/** The size of the gradient over the layers, on a logarithmic axis: a line for each network, dashed as it was at the first step. */
export function GradientPicture({ made, readings, step }: GradientPictureProps) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const words = useLayerWords();
  const [ref, width] = useWidth(430);
  const [first, present] = [readings[0] ?? [], readings[step - 1] ?? []];
  const points = present.flatMap((sizes, run) => sizes.map((size, layer) => ({ run, layer, size })));
  const { picked, of, onKeyDown } = usePicked(points.length);
  const scale = scaleOf(readings);
  const nameOf = (layer: LayerSpec | undefined) => words.short(layer?.type ?? '');
  const layerName = (layer: number) => (layer < DEPTH ? format.place(layer) : t('activation.output'));
  const size = (value: number) => format.scientific(value);
  const say = ({ run, layer, size: value }: (typeof points)[number]) =>
    t('activation.size', { function: nameOf(made.activations[run]), layer: layerName(layer), size: size(value) });

  const bottom = HEIGHT - MARGIN.bottom;
  const x = (layer: number) => MARGIN.left + 10 + (layer / DEPTH) * (width - MARGIN.left - MARGIN.right - 10);
  const y = (value: number) => (scale ? bottom - along(scale, value) * (bottom - MARGIN.top) : NaN);
  const isDrawn = (value: number) => Number.isFinite(y(value));
  const line = (sizes: readonly number[]) => sizes.flatMap((value, layer) => (isDrawn(value) ? [`${x(layer)},${y(value)}`] : [])).join(' ');
  const colour = (run: number) => ({ '--colour': `var(--class-${run})` }) as CSSProperties;
  const shown = points[picked ?? -1];
  return (
    <div className={drawing.frame}>
      <svg
        ref={ref}
        className={drawing.picture}
        height={HEIGHT}
        role="group"
        aria-label={t('activation.picture', { step, init: words.choice(made.init) })}
        onKeyDown={onKeyDown}
      >
        {scale?.ticks.map((tick) => (
          <g key={tick} transform={`translate(0 ${y(tick)})`}>
            <line className={drawing.grid} x1={MARGIN.left} x2={width - MARGIN.right} />
            <text className={drawing.tick} x={MARGIN.left - 6} dy="0.35em" textAnchor="end">
              {format.scientific(tick, 1)}
            </text>
          </g>
        ))}
        {Array.from({ length: DEPTH + 1 }, (_, layer) => (
          <text key={layer} className={drawing.tick} x={x(layer)} y={bottom + 14} textAnchor="middle">
            {layer < DEPTH ? format.place(layer) : t('activation.outputShort')}
          </text>
        ))}
        <text className={drawing.tick} x={width - MARGIN.right} y={HEIGHT - 4} textAnchor="end">
          {t('activation.axis')}
        </text>
        {made.activations.map((_, run) => (
          <g key={run} style={colour(run)}>
            <polyline className={cx(styles.line, styles.before)} points={line(first[run] ?? [])} />
            <polyline className={styles.line} points={line(present[run] ?? [])} />
          </g>
        ))}
        {points.map((point, index) => (
          <g
            key={`${point.run} ${point.layer}`}
            {...of(index)}
            role="img"
            aria-label={say(point)}
            className={cx(drawing.mark, index === picked && drawing.picked)}
            style={colour(point.run)}
            transform={`translate(${x(point.layer)} ${isDrawn(point.size) ? y(point.size) : bottom})`}
          >
            <circle className={drawing.reach} r={10} />
            <path className={cx(styles.dot, !isDrawn(point.size) && styles.none)} d={MARKS[point.run]} />
          </g>
        ))}
      </svg>
      <ul className={styles.legend}>
        {made.activations.map((layer, run) => (
          <li key={run} style={colour(run)}>
            <svg width={12} height={12} viewBox="-6 -6 12 12" aria-hidden>
              <path className={styles.dot} d={MARKS[run]} />
            </svg>
            {t('activation.shrinks', { function: nameOf(layer), factor: format.significant(shrinkage(present[run] ?? [])) })}
          </li>
        ))}
        <li className={styles.soft}>{t('activation.legend', { init: words.choice(made.init) })}</li>
      </ul>
      <Readout empty={t('activation.pick')}>{shown && say(shown)}</Readout>
      <AsTable
        name={t('activation.table')}
        heads={[t('activation.layer'), ...made.activations.map(nameOf)]}
        words={1}
        rows={Array.from({ length: DEPTH + 1 }, (_, layer) => [layerName(layer), ...present.map((sizes) => size(sizes[layer] ?? NaN))])}
      />
    </div>
  );
}
