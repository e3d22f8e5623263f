import { useRef, useState, type KeyboardEvent } from 'react';

interface Place {
  readonly row: number;
  readonly column: number;
}

const MOVES: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * One Tab stop for a square grid of cells, then the arrow keys, Home and End (of the row, with Ctrl of the grid); Enter,
 * Space or a click chooses (the grid pattern of ARIA's authoring practices).
 */
export function useGridFocus(side: number, choose: (row: number, column: number) => void) {
  const [last, setAt] = useState<Place>();
  const cells = useRef(new Map<number, HTMLElement>());
  const at = last && Math.max(last.row, last.column) < side ? last : undefined;
  const { row: fromRow, column: fromColumn } = at ?? { row: 0, column: 0 };
  const target = (event: KeyboardEvent): Place | undefined => {
    const move = MOVES[event.key];
    const end = { Home: 0, End: side - 1 }[event.key];
    if (move) return { row: fromRow + move[0], column: fromColumn + move[1] };
    return end === undefined ? undefined : { row: event.ctrlKey ? end : fromRow, column: end };
  };
  return {
    /** What is pointed at or has the focus. */
    at,
    of: (row: number, column: number) => ({
      ref: (element: HTMLElement | null) => {
        if (element) cells.current.set(row * side + column, element);
      },
      tabIndex: row === fromRow && column === fromColumn ? 0 : -1,
      onFocus: () => setAt({ row, column }),
      onPointerEnter: () => setAt({ row, column }),
      onClick: () => choose(row, column),
    }),
    onKeyDown: (event: KeyboardEvent) => {
      const to = target(event);
      const isChoice = event.key === 'Enter' || event.key === ' ';
      if (!to && !isChoice) return;
      event.preventDefault();
      if (isChoice) choose(fromRow, fromColumn);
      else if (to && Math.min(to.row, to.column) >= 0 && Math.max(to.row, to.column) < side) cells.current.get(to.row * side + to.column)?.focus();
    },
  };
}
