import { useTranslation } from 'react-i18next';
import { PICTURE_CHANNELS, PICTURE_SIDE } from '../../../../data/types';
import { useFormat, useWidth, VisuallyHidden } from '../../../controls';
import { Outline } from '../../Outline';
import { useMover } from '../../useMover';
import { firstOfClass, useImage, useSamples } from '../../usePictures';
import shared from '../../Picture.module.css';
import { choiceOf, integerOf, type ChapterProps } from '../types';
import { Box, reachOf } from './Box';
import { connectionsOf, kindOf } from './connections';
import { layoutOf } from './layout';
import styles from './Local.module.css';

/** The input as a box, what a neuron sees of it, and the neuron among the others of its layer. */
export function Drawing({ state, change, revealed }: ChapterProps) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const [frame, width] = useWidth(800);
  const kind = kindOf(choiceOf(state, 'connection'));
  const [kernel, depth] = [integerOf(state, 'kernel'), integerOf(state, 'depth')];
  const local = kind === 'local';
  const { output } = connectionsOf(kind, kernel, depth);
  const last = output.height - 1;
  const [row, column] = [Math.min(integerOf(state, 'row'), last), Math.min(integerOf(state, 'column'), last)];
  const mover = { row, column, lastRow: last, lastColumn: last, move: (r: number, c: number) => change({ row: r, column: c }) };
  const { keys, grid } = useMover({ ...mover, fromCell: (cell) => cell - Math.floor(kernel / 2) });
  const onNeurons = useMover(mover);
  const isPicture = depth === PICTURE_CHANNELS;
  const pixels = firstOfClass(useSamples(), integerOf(state, 'picture'))?.pixels;
  const image = useImage(isPicture ? pixels : undefined);
  const { input, cell, cut, cutCell, neurons, neuronCell, height } = layoutOf(width, PICTURE_SIDE, depth, output.width);
  const reach = reachOf(depth);
  const seen = local ? { x: column, y: row, side: kernel } : { x: 0, y: 0, side: PICTURE_SIDE };
  const cutSide = kernel * cutCell;
  const from = { x: input.x + seen.x * cell, y: input.y + seen.y * cell, side: seen.side * cell };
  const neuron = { x: neurons.x + column * neuronCell, y: neurons.y + row * neuronCell };
  const target = local ? { ...cut, side: cutSide } : { ...neuron, side: neuronCell };
  const said = t(local ? 'local.picture' : 'local.pictureFull', { row: format.place(row), column: format.place(column) });
  return (
    <div ref={frame}>
      <svg className={shared.drawing} height={height} role="application" aria-label={said} {...keys}>
        <Box {...input} side={PICTURE_SIDE * cell} channels={depth} reach={reach}>
          {image && <image href={image} width={PICTURE_SIDE * cell} height={PICTURE_SIDE * cell} className={shared.pixels} />}
          <rect width={PICTURE_SIDE * cell} height={PICTURE_SIDE * cell} className={shared.hand} {...grid({ rows: PICTURE_SIDE, columns: PICTURE_SIDE })} />
          <text y={PICTURE_SIDE * cell + 16} className={shared.label}>
            {t(isPicture ? 'local.input' : 'local.map', { side: PICTURE_SIDE, depth })}
          </text>
        </Box>
        <g transform={`translate(${neurons.x} ${neurons.y})`}>
          <rect width={output.width * neuronCell} height={output.height * neuronCell} className={styles.neurons} />
          <path d={grating(output.width, neuronCell)} className={styles.grid} />
          <rect
            width={output.width * neuronCell}
            height={output.height * neuronCell}
            className={shared.hand}
            {...onNeurons.grid({ rows: output.height, columns: output.width })}
          />
          <rect x={column * neuronCell} y={row * neuronCell} width={neuronCell} height={neuronCell} className={styles.neuron} />
          <text y={output.height * neuronCell + 16} className={shared.label}>
            {t('local.layer', { rows: output.height, columns: output.width })}
          </text>
        </g>
        {[0, 1].map((edge) => (
          <line key={edge} x1={from.x + from.side} y1={from.y + edge * from.side} x2={target.x} y2={target.y + edge * target.side} className={shared.ray} />
        ))}
        <Outline x={from.x} y={from.y} width={from.side} height={from.side} />
        {local && (
          <>
            <Box {...cut} side={cutSide} channels={revealed ? depth : 1} reach={revealed ? reach : 0} className={styles.kernel}>
              {image && (
                <svg width={cutSide} height={cutSide} viewBox={`${column} ${row} ${kernel} ${kernel}`}>
                  <image href={image} width={PICTURE_SIDE} height={PICTURE_SIDE} className={shared.pixels} />
                </svg>
              )}
              <text y={cutSide + 16} className={shared.label}>
                {revealed ? `${kernel} × ${kernel} × ${depth}` : `${kernel} × ${kernel} × ?`}
              </text>
            </Box>
            {[0, 1].map((edge) => (
              <line
                key={edge}
                x1={cut.x + cutSide + (revealed ? reach / 2 : 0)}
                y1={cut.y + edge * cutSide - (revealed ? reach / 2 : 0)}
                x2={neuron.x}
                y2={neuron.y + edge * neuronCell}
                className={shared.ray}
              />
            ))}
          </>
        )}
      </svg>
      <VisuallyHidden>
        <span role="status">{said}</span>
      </VisuallyHidden>
    </div>
  );
}

/** Lines between the cells of a square of `count` × `count`. */
function grating(count: number, cell: number): string {
  const lines = Array.from({ length: count - 1 }, (_, index) => (index + 1) * cell);
  return lines.map((at) => `M${at} 0v${count * cell}M0 ${at}h${count * cell}`).join('');
}
