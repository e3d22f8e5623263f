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

const GAP = 3;
/** Tiles are as large as this where few are shown, and at least the other. */
const [LARGEST, LEAST] = [96, 28];
/** All tiles together are no higher, where that can be. */
const HEIGHT = 260;

/** Points that a weight takes along each side, and tiles side by side. */
function fit(count: number, rows: number, columns: number, width: number): { readonly size: number; readonly perRow: number } {
  const side = Math.max(rows, columns);
  const rowOf = (size: number) => Math.max(1, Math.min(count, Math.floor((width + GAP) / (columns * size + GAP))));
  const least = Math.max(1, Math.floor(LEAST / side));
  let size = Math.max(1, Math.floor(LARGEST / side));
  while (size > least && Math.ceil(count / rowOf(size)) * (rows * size + GAP) > HEIGHT) size--;
  return { size, perRow: rowOf(size) };
}

/** Tiles of weights in rows, one of which is picked, by pointer or with the arrow keys. */
export function TileGrid({ label, count, rows, columns, colourOf, picked, onPick, text }: TileGridProps) {
  const [ref, width] = useWidth(320);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { size, perRow } = fit(count, rows, columns, width);
  const [wide, high] = [columns * size + GAP, rows * size + GAP];
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
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: perRow,
      ArrowUp: -perRow,
      Home: -picked,
      End: count - 1 - picked,
    };
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
        aria-valuemin={0}
        aria-valuemax={count - 1}
        aria-valuenow={picked}
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
