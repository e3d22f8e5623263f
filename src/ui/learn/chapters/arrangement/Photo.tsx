import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, useFormat, useWidth } from '../../../controls';
import { Outline } from '../../Outline';
import { useMover } from '../../useMover';
import { useNumber } from '../../useNumber';
import { firstOfClass, imageOf, useImage, useSamples } from '../../usePictures';
import shared from '../../Picture.module.css';
import { integerOf, type ChapterProps } from '../types';
import styles from './Arrangement.module.css';
import { slidingOf } from './fields';
import { mapsOf, type Maps } from './maps';
import { Size } from './Size';
import { Stepper } from './Stepper';

const MOST_CELL = 9;
const ROOM = 44;
/** How far a map stands out behind the one before it. */
const BEHIND = 10;

/** Kernels that go over a picture, and the map that each of them gives. */
export function Photo(props: ChapterProps) {
  const { t } = useTranslation('learn');
  const { kernel, stride, padding, filters } = slidingOf(props.state);
  const pixels = firstOfClass(useSamples(), integerOf(props.state, 'picture'))?.pixels;
  const maps = useMemo(() => pixels && mapsOf(pixels, { kernel, stride, padding, filters }), [pixels, kernel, stride, padding, filters]);
  return pixels && maps ? <Sliding {...props} pixels={pixels} maps={maps} /> : <p className={styles.hidden}>{t('waiting')}</p>;
}

function Sliding({ state, change, pixels, maps: { node, values } }: ChapterProps & { pixels: Uint8Array; maps: Maps }) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const write = useNumber();
  const [frame, width] = useWidth(800);
  const image = useImage(pixels);
  const { input, output, window } = node;
  const { kernel = 1, stride = 1, before, after } = window ?? {};
  const [zerosBefore, zerosAfter] = [before?.columns ?? 0, after?.columns ?? 0];
  const images = useMapImages(values, output.width);
  const [lastRow, lastColumn] = [output.height - 1, output.width - 1];
  const [row, column] = [Math.min(integerOf(state, 'row'), lastRow), Math.min(integerOf(state, 'column'), lastColumn)];
  const move = (nextRow: number, nextColumn: number) => change({ row: nextRow, column: nextColumn });
  const { keys, grid } = useMover({
    ...{ row, column, lastRow, lastColumn, move },
    fromCell: (cell) => Math.round((cell - (kernel - 1) / 2) / stride),
  });
  const onMap = useMover({ row, column, lastRow, lastColumn, move });
  const cells = zerosBefore + input.width + zerosAfter;
  const depth = (output.channels - 1) * BEHIND;
  const stacked = width < 640;
  const cell = Math.max(1, Math.min(MOST_CELL, stacked ? (width - 2) / cells : (width - ROOM - depth - 4) / (cells + output.width)));
  const map = stacked ? { x: 1, y: cells * cell + ROOM / 2 + depth } : { x: 1 + cells * cell + ROOM, y: 1 + depth };
  const height = stacked ? map.y + output.height * cell + 2 : Math.max(cells * cell, depth + output.height * cell) + 2;
  const at = { x: column * stride * cell, y: row * stride * cell };
  const lost = (node.leftover?.columns ?? 0) * cell;
  const place = row * output.width + column;
  const here = images.map((_, index) => write(values[index * output.width * output.height + place] ?? 0));
  const said = { row: format.place(row), column: format.place(column), values: here.join(', ') };
  return (
    <>
      <div ref={frame}>
        <svg className={shared.drawing} height={height} role="application" aria-label={t('arrangement.window', said)} {...keys}>
          <g transform="translate(1 1)">
            <rect width={cells * cell} height={cells * cell} className={cx(styles.cell, styles.zero)} />
            <image
              href={image}
              x={zerosBefore * cell}
              y={zerosBefore * cell}
              width={input.width * cell}
              height={input.height * cell}
              className={shared.pixels}
            />
            {lost > 0 && (
              <path d={`M${cells * cell - lost} 0h${lost}v${cells * cell}H0v${-lost}h${cells * cell - lost}z`} className={cx(styles.lost, styles.veil)} />
            )}
            <Outline {...at} width={kernel * cell} height={kernel * cell} />
            <rect width={cells * cell} height={cells * cell} className={shared.hand} {...grid({ rows: cells, columns: cells })} />
          </g>
          {images
            .map((href, index) => ({ href, index, shift: index * BEHIND }))
            .reverse()
            .map(({ href, index, shift }) => (
              <g key={index} transform={`translate(${map.x + shift} ${map.y - shift})`}>
                <image href={href} width={output.width * cell} height={output.height * cell} className={shared.pixels} preserveAspectRatio="none" />
                <rect width={output.width * cell} height={output.height * cell} className={styles.frame} />
                <Outline x={column * cell} y={row * cell} width={cell} height={cell} />
              </g>
            ))}
          <rect
            transform={`translate(${map.x} ${map.y})`}
            width={output.width * cell}
            height={output.height * cell}
            className={shared.hand}
            {...onMap.grid({ rows: output.height, columns: output.width })}
          />
          {[0, kernel * cell].map((edge) => (
            <line
              key={edge}
              x1={1 + at.x + kernel * cell}
              y1={1 + at.y + edge}
              x2={map.x + column * cell}
              y2={map.y + row * cell + (edge === 0 ? 0 : cell)}
              className={shared.ray}
            />
          ))}
        </svg>
      </div>
      <div className={styles.line}>
        <Stepper step={place} count={output.width * output.height} onStep={(next) => move(Math.floor(next / output.width), next % output.width)} />
        <p role="status">{t('arrangement.window', said)}</p>
      </div>
      <Size node={node} leftover={node.leftover} />
      <p>
        {t('arrangement.depth', {
          filters: output.channels,
          kernel,
          channels: input.channels,
          side: output.width,
          parameters: format.number(node.parameterCount),
        })}
      </p>
    </>
  );
}

/** Each map as an image: grey is zero, black and white the largest magnitude of all maps. */
function useMapImages(values: Float64Array, side: number): readonly (string | undefined)[] {
  return useMemo(() => {
    const most = values.reduce((found, value) => Math.max(found, Math.abs(value)), Number.MIN_VALUE);
    const size = side * side;
    return Array.from({ length: values.length / size }, (_, map) => imageOf(side, side, (point) => 128 + (127 * (values[map * size + point] ?? 0)) / most));
  }, [values, side]);
}
