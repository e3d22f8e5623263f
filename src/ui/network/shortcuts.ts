import type { KeyboardEvent as ReactKeyboardEvent } from 'react';
import type { Place } from '../../engine/graph/spec';
import { useNetwork } from '../../state/network';
import { blockAround, rowAt, rowsAt, splitPlace } from '../../state/rows';

/** Keys of a row that has the focus: `aria-keyshortcuts` names those that change the list. */
export const ROW_SHORTCUTS = 'Alt+ArrowUp Alt+ArrowDown Delete Control+D';

/** Puts the focus on the row of an id, once React has drawn it. */
function focusRow(frame: HTMLElement | null, id: number | undefined): void {
  requestAnimationFrame(() => frame?.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus());
}

/** Moves, removes or duplicates the layer at a place, or walks to the rows beside it, into blocks and out of them. */
export function onRowKeyDown(event: ReactKeyboardEvent<HTMLElement>, place: Place): void {
  const frame = event.currentTarget.closest<HTMLElement>('[data-layers]');
  const { moveLayer, removeLayer, duplicateLayer, rows } = useNetwork.getState();
  const { list, index } = splitPlace(place);
  const { key, altKey } = event;
  const command = event.ctrlKey || event.metaKey;
  const step = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
  if (step !== 0 && !command && altKey) {
    moveLayer(place, index + step);
    focusRow(frame, rowAt(rows, place).id);
  } else if (step !== 0 && !command) {
    const heads = [...(frame?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    heads[heads.indexOf(event.currentTarget) + step]?.focus();
  } else if (key === 'Delete' && !command && !altKey) {
    const others = rowsAt(rows, list).toSpliced(index, 1);
    removeLayer(place);
    focusRow(frame, (others[index] ?? others.at(-1) ?? blockAround(rows, list))?.id);
  } else if (command && key.toLowerCase() === 'd') {
    duplicateLayer(place);
    focusRow(frame, useNetwork.getState().selected);
  } else return;
  event.preventDefault();
}
