import { useRef, type KeyboardEvent, type PointerEvent } from 'react';

const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export interface Grid {
  /** Rows and columns of the drawn grid that takes the pointer. */
  readonly rows: number;
  readonly columns: number;
}

/** A place in rows and columns, moved by dragging (or pointing) over a grid or with the arrow keys (Home and End: to either end of the row). */
export interface Mover {
  readonly row: number;
  readonly column: number;
  readonly lastRow: number;
  readonly lastColumn: number;
  /** Turns the cell under the pointer into a place (that cell). */
  fromCell?(cell: number): number;
  move(row: number, column: number): void;
  /** Follows the pointer before it is pressed, too. */
  readonly hovers?: boolean;
}

export interface MoverProps {
  readonly tabIndex: 0;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export interface GridProps {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
}

const within = (value: number, last: number) => Math.max(0, Math.min(last, value));

/** `keys` for the element that takes the focus, `grid` for the one that is as large as the drawn grid. */
export function useMover({ row, column, lastRow, lastColumn, fromCell = (cell) => cell, move, hovers = false }: Mover) {
  const dragging = useRef(false);
  const to = (nextRow: number, nextColumn: number) => {
    const [r, c] = [within(nextRow, lastRow), within(nextColumn, lastColumn)];
    if (r !== row || c !== column) move(r, c);
  };
  const keys: MoverProps = {
    tabIndex: 0,
    onKeyDown(event) {
      const step = STEPS[event.key];
      if (step) to(row + step[0], column + step[1]);
      else if (event.key === 'Home') to(row, 0);
      else if (event.key === 'End') to(row, lastColumn);
      else return;
      event.preventDefault();
    },
  };
  const grid = ({ rows, columns }: Grid): GridProps => {
    const follow = (event: PointerEvent) => {
      const box = event.currentTarget.getBoundingClientRect();
      const cell = (offset: number, length: number, count: number) => Math.floor((offset / length) * count);
      to(fromCell(cell(event.clientY - box.top, box.height, rows)), fromCell(cell(event.clientX - box.left, box.width, columns)));
    };
    return {
      onPointerDown(event) {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      },
      onPointerMove: (event) => (hovers || dragging.current) && follow(event),
      onPointerUp: () => {
        dragging.current = false;
      },
    };
  };
  return { keys, grid };
}
