import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { PICTURE_SIDE } from '../../../data/types';
import styles from './why.module.css';

/** A point of a picture, by its row and column from 0. */
export interface Point {
  readonly row: number;
  readonly column: number;
}

export interface PointPictureProps {
  /** RGBA, 32 × 32. */
  points: Uint8ClampedArray<ArrayBuffer>;
  label: string;
  /** The point that is pointed at, in all pictures that stand side by side. */
  point: Point | undefined;
  onPoint: (point: Point) => void;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const within = (place: number) => Math.max(0, Math.min(PICTURE_SIDE - 1, place));

/** A picture of 32 × 32 points, one of which can be pointed at, by pointer or with the arrow keys. */
export function PointPicture({ points, label, point, onPoint }: PointPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const draw = () => element?.getContext('2d')?.putImageData(new ImageData(points, PICTURE_SIDE), 0, 0);
    draw();
    // A lost GPU takes the canvas's points with it.
    element?.addEventListener('contextrestored', draw);
    return () => element?.removeEventListener('contextrestored', draw);
  }, [points]);
  const onPointerMove = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const cell = (offset: number, length: number) => within(Math.floor((offset / length) * PICTURE_SIDE));
    onPoint({ row: cell(event.clientY - box.top, box.height), column: cell(event.clientX - box.left, box.width) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const middle = PICTURE_SIDE / 2;
    const { row, column } = point ?? { row: middle, column: middle };
    onPoint(point ? { row: within(row + step[0]), column: within(column + step[1]) } : { row, column });
  };
  const share = (places: number) => `${(100 * places) / PICTURE_SIDE}%`;
  return (
    <div
      className={styles.frame}
      tabIndex={0}
      role="application"
      aria-label={label}
      onKeyDown={onKeyDown}
      onPointerMove={onPointerMove}
      onPointerDown={onPointerMove}
    >
      <canvas ref={canvas} className={styles.points} width={PICTURE_SIDE} height={PICTURE_SIDE} aria-hidden />
      {point && <span className={styles.mark} style={{ top: share(point.row), left: share(point.column) }} aria-hidden />}
    </div>
  );
}
