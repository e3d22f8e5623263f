import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useWidth } from '../../controls';
import type { Colour } from '../../controls/signedScale';
import styles from './KernelsView.module.css';

export interface TileGridProps {
  /** Accessible name. */
  label: string;
  count: number;
  /** Of a tile. */
  rows: number;
  columns: number;
  colourOf: (tile: number, row: number, column: number) => Colour;
  picked: number;
  onPick: (tile: number) => void;
  /** What is picked, in words. */
  text: string;
}

/** A tile is about so wide; a weight takes a whole number of points. */
const TILE = 42;
const GAP = 3;

/** Tiles of weights in rows, one of which is picked, by pointer or with the arrow keys. */
export function TileGrid({ label, count, rows, columns, colourOf, picked, onPick, text }: TileGridProps) {
  const [ref, width] = useWidth(320);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = Math.max(1, Math.floor(TILE / Math.max(rows, columns)));
  const [wide, high] = [columns * size + GAP, rows * size + GAP];
  const perRow = Math.max(1, Math.min(count, Math.floor((width + GAP) / wide)));
  const [across, down] = [perRow * wide - GAP, Math.ceil(count / perRow) * high - GAP];

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, across, down);
    for (let tile = 0; tile < count; tile++) {
      const image = new ImageData(columns * size, rows * size);
      for (let y = 0; y < rows * size; y++) {
        for (let x = 0; x < columns * size; x++) {
          image.data.set([...colourOf(tile, Math.floor(y / size), Math.floor(x / size)), 255], 4 * (y * columns * size + x));
        }
      }
      context.putImageData(image, (tile % perRow) * wide, Math.floor(tile / perRow) * high);
    }
  }, [across, down, count, columns, rows, size, colourOf, perRow, wide, high]);

  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const { left, top, width: shown } = event.currentTarget.getBoundingClientRect();
    const scale = across / shown;
    const [column, row] = [Math.floor(((event.clientX - left) * scale) / wide), Math.floor(((event.clientY - top) * scale) / high)];
    const tile = row * perRow + column;
    if (column >= 0 && column < perRow && tile >= 0 && tile < count) onPick(tile);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow, Home: -picked, End: count - 1 - picked };
    const to = picked + (steps[event.key] ?? 0);
    if (steps[event.key] === undefined || to < 0 || to >= count) return;
    event.preventDefault();
    onPick(to);
  };
  const percent = (value: number, whole: number) => `${(100 * value) / whole}%`;
  return (
    <div ref={ref}>
      <div
        className={styles.grid}
        style={{ width: across }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={count}
        aria-valuenow={picked + 1}
        aria-valuetext={text}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} className={styles.canvas} width={across} height={down} aria-hidden />
        <span
          className={styles.frame}
          style={{
            left: percent((picked % perRow) * wide, across),
            top: percent(Math.floor(picked / perRow) * high, down),
            width: percent(wide - GAP, across),
            height: percent(high - GAP, down),
          }}
        />
      </div>
    </div>
  );
}
