import { useTranslation } from 'react-i18next';
import { useFormat, useWidth } from '../../../controls';
import drawing from '../../../controls/Drawing.module.css';
import { useMover } from '../../useMover';
import type { ChapterProps } from '../types';
import { activationOf, PLACES, placeOf, xAt, xOf } from './fields';
import { curveOf, pointOf, REACH, type Curve } from './functions';
import { spanScale } from './scales';
import styles from './Picture.module.css';

const MARGIN = { left: 34, right: 8 };
/** Top and bottom of the two plots, one above the other. */
const PLOTS = { values: [10, 176], slopes: [202, 300] } as const;
const HEIGHT = 322;

/** f and f′ over the same x, a mark on both that can be dragged, and the stretches where next to nothing passes back. */
export function CurvePicture({ state, change }: Pick<ChapterProps, 'state' | 'change'>) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const [ref, width] = useWidth(430);
  const layer = activationOf(state);
  const curve = curveOf(layer);
  const x = xOf(state);
  const { keys, grid } = useMover({
    ...{ row: 0, column: placeOf(state), lastRow: 0, lastColumn: PLACES - 1 },
    move: (_, place) => change({ x: xAt(place) }),
  });
  // The width is none while another section is shown.
  const breadth = Math.max(0, width - MARGIN.left - MARGIN.right);
  const across = (value: number) => MARGIN.left + ((value + REACH) / (2 * REACH)) * breadth;
  const { value, slope } = pointOf(layer, x);
  return (
    <svg
      ref={ref}
      className={styles.curve}
      height={HEIGHT}
      role="slider"
      aria-label={t('activation.place')}
      aria-valuemin={-REACH}
      aria-valuemax={REACH}
      aria-valuenow={x}
      aria-valuetext={t('activation.point', { x: format.number(x, 1), value: format.significant(value), slope: format.significant(slope) })}
      {...keys}
    >
      <Flat curve={curve} across={across} label={t('activation.flat')} />
      <Plot name="f(x)" curve={curve} of="values" mark={[x, value]} across={across} />
      <Plot name="f′(x)" curve={curve} of="slopes" mark={[x, slope]} across={across} />
      {[-6, -4, -2, 0, 2, 4, 6].map((tick) => (
        <text key={tick} className={drawing.tick} x={across(tick)} y={HEIGHT - 6} textAnchor="middle">
          {format.number(tick)}
        </text>
      ))}
      <line className={styles.here} x1={across(x)} x2={across(x)} y1={PLOTS.values[0]} y2={PLOTS.slopes[1]} />
      <rect className={styles.face} {...{ x: across(-REACH), y: 0, width: breadth, height: HEIGHT }} {...grid({ rows: 1, columns: PLACES })} />
    </svg>
  );
}

type Across = (x: number) => number;

/** The stretches where the function is flat, across both plots. */
function Flat({ curve: { flatUntil, flatFrom }, across, label }: { curve: Curve; across: Across; label: string }) {
  const zones = [
    { from: -REACH, to: flatUntil },
    { from: flatFrom, to: REACH },
  ];
  return zones.map(
    ({ from, to }, side) =>
      from !== undefined &&
      to !== undefined && (
        <g key={side}>
          <rect className={styles.flat} x={across(from)} width={across(to) - across(from)} y={PLOTS.values[0]} height={PLOTS.slopes[1] - PLOTS.values[0]} />
          {across(to) - across(from) > 60 && (
            <text className={drawing.label} x={(across(from) + across(to)) / 2} y={PLOTS.slopes[0] - 9} textAnchor="middle">
              {label}
            </text>
          )}
        </g>
      ),
  );
}

interface PlotProps {
  readonly name: string;
  readonly curve: Curve;
  readonly of: keyof typeof PLOTS;
  readonly mark: readonly [x: number, y: number];
  readonly across: Across;
}

function Plot({ name, curve, of, mark, across }: PlotProps) {
  const format = useFormat();
  const [top, bottom] = PLOTS[of];
  const { domain, ticks } = spanScale(curve[of], of === 'slopes' ? 1 : 0);
  const up = (y: number) => bottom - ((y - domain[0]) / (domain[1] - domain[0])) * (bottom - top);
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick} transform={`translate(0 ${up(tick)})`}>
          <line className={tick === 0 ? styles.axis : drawing.grid} x1={across(-REACH)} x2={across(REACH)} />
          <text className={drawing.tick} x={MARGIN.left - 5} dy="0.35em" textAnchor="end">
            {format.number(tick)}
          </text>
        </g>
      ))}
      <text className={drawing.label} x={across(-REACH) + 5} y={top + 11}>
        {name}
      </text>
      <polyline className={styles[of]} points={curve.x.map((x, at) => `${across(x)},${up(curve[of][at] ?? NaN)}`).join(' ')} />
      <circle className={styles.mark} cx={across(mark[0])} cy={up(mark[1])} r={5} />
    </>
  );
}
