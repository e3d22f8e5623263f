import { useTranslation } from 'react-i18next';
import { PICTURE_SIDE } from '../../../../data/types';
import { Segmented, Slider, useFormat, useWidth } from '../../../controls';
import { useMover } from '../../useMover';
import { useImage, useSamples } from '../../usePictures';
import { choiceOf, integerOf, type ChapterProps } from '../types';
import { connectionsOf, kindOf } from './connections';
import styles from './Picture.module.css';

/** One neuron and what it sees of its input: everything, or a receptive field that can be moved. */
export function Picture({ state, change, revealed }: ChapterProps) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const [frame, width] = useWidth(800);
  const kind = kindOf(choiceOf(state, 'connection'));
  const [kernel, depth] = [integerOf(state, 'kernel'), integerOf(state, 'depth')];
  const { ofNeuron, ofLayer, neurons, output } = connectionsOf(kind, kernel, depth);
  const last = output.height - 1;
  const [row, column] = [Math.min(integerOf(state, 'row'), last), Math.min(integerOf(state, 'column'), last)];
  const { keys, grid } = useMover({
    ...{ row, column, lastRow: last, lastColumn: last },
    fromCell: (cell) => cell - Math.floor(kernel / 2),
    move: (nextRow, nextColumn) => change({ row: nextRow, column: nextColumn }),
  });
  const image = useImage(useSamples()[0]?.pixels);
  const side = Math.min(320, width - 60);
  const cell = side / PICTURE_SIDE;
  const field = kind === 'full' ? { x: 0, y: 0, side } : { x: column * cell, y: row * cell, side: kernel * cell };
  const known = revealed || kind === 'full';
  return (
    <>
      <div className={styles.controls}>
        <Segmented
          label={t('local.connection')}
          value={kind}
          segments={[
            { value: 'full', label: t('local.full') },
            { value: 'local', label: t('local.local') },
          ]}
          onChange={(connection) => change({ connection })}
        />
        <Slider label={t('local.kernel')} value={kernel} min={1} max={11} disabled={kind === 'full'} onChange={(next) => change({ kernel: next })} />
        <Slider label={t('local.depth')} value={depth} min={1} max={32} onChange={(next) => change({ depth: next })} />
      </div>
      <div ref={frame}>
        <svg
          className={styles.picture}
          viewBox={`0 0 ${width} ${side + 20}`}
          role="application"
          aria-label={t('local.picture', { row: row + 1, column: column + 1 })}
          {...keys}
        >
          <g transform="translate(10 10)">
            {image && <image href={image} width={side} height={side} className={styles.pixels} />}
            <rect width={side} height={side} className={styles.face} {...grid({ rows: PICTURE_SIDE, columns: PICTURE_SIDE })} />
            <rect x={field.x} y={field.y} width={field.side} height={field.side} className={styles.field} />
            {[0, 1].map((edge) => (
              <line key={edge} x1={field.x + field.side} y1={field.y + edge * field.side} x2={width - 40} y2={side / 2} className={styles.ray} />
            ))}
            <circle cx={width - 40} cy={side / 2} r={10} className={styles.neuron} />
          </g>
        </svg>
      </div>
      <p role="status">
        {known
          ? t('local.counts', { weights: format.number(ofNeuron), neurons: format.number(neurons), all: format.number(ofLayer) })
          : t('local.hidden')}
      </p>
    </>
  );
}
