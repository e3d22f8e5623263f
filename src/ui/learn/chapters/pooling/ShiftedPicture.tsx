import { useRef, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PICTURE_SIDE } from '../../../../data/types';
import { Outline } from '../../Outline';
import { useMover } from '../../useMover';
import { useImage } from '../../usePictures';
import { MOST_SHIFT, SEEN, type Shift } from './arithmetic';
import { Frame, type Square } from './MapView';
import shared from '../../Picture.module.css';
import styles from './Picture.module.css';

export interface ShiftedPictureProps {
  pixels: Uint8Array;
  caption: string;
  shift: Shift;
  move: (shift: Shift) => void;
  mark: Square;
}

/** The part of the picture that the convolution sees; the picture is dragged under it, or moved with the arrow keys. */
export function ShiftedPicture({ pixels, caption, shift, move, mark }: ShiftedPictureProps) {
  const { t } = useTranslation('learn');
  const image = useImage(pixels);
  const { keys } = useMover({
    ...{ row: shift.down + MOST_SHIFT, column: shift.across + MOST_SHIFT, lastRow: 2 * MOST_SHIFT, lastColumn: 2 * MOST_SHIFT },
    move: (row, column) => move({ down: row - MOST_SHIFT, across: column - MOST_SHIFT }),
  });
  const drag = useDrag(shift, move);
  return (
    <Frame caption={caption} name={t('pooling.moves', { ...shift })} interactive={{ ...keys, ...drag }} className={styles.grab}>
      <svg viewBox={`0 0 ${SEEN} ${SEEN}`} aria-hidden>
        {image && (
          <image href={image} className={shared.pixels} x={shift.across - MOST_SHIFT} y={shift.down - MOST_SHIFT} width={PICTURE_SIDE} height={PICTURE_SIDE} />
        )}
        <Outline x={mark.column} y={mark.row} width={mark.side} height={mark.side} />
      </svg>
    </Frame>
  );
}

const within = (value: number) => Math.max(-MOST_SHIFT, Math.min(MOST_SHIFT, Math.round(value)));

/** Moves the picture by as many of its points as the pointer goes. */
function useDrag(shift: Shift, move: (shift: Shift) => void) {
  const start = useRef<{ readonly x: number; readonly y: number; readonly shift: Shift }>(undefined);
  return {
    onPointerDown(event: PointerEvent) {
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { x: event.clientX, y: event.clientY, shift };
    },
    onPointerMove(event: PointerEvent) {
      const from = start.current;
      if (!from) return;
      const point = event.currentTarget.getBoundingClientRect().width / SEEN;
      const across = within(from.shift.across + (event.clientX - from.x) / point);
      const down = within(from.shift.down + (event.clientY - from.y) / point);
      if (across !== shift.across || down !== shift.down) move({ across, down });
    },
    onPointerUp() {
      start.current = undefined;
    },
  };
}
