import { useEffect, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { useNetwork } from '../../state/network';

/** Fields have an undo of their own, and a window over the page is not about the network behind it. */
function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, [contenteditable], [role=dialog], [role=alertdialog]') !== null;
}

/** Ctrl+Z undoes an edit of the network, Ctrl+Shift+Z and Ctrl+Y bring it again; ⌘ on a Mac. */
export function useUndoShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isElsewhere(event.target)) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && !(key === 'y' && !event.shiftKey)) return;
      event.preventDefault();
      const { undo, redo } = useNetwork.getState();
      if (key === 'z' && !event.shiftKey) undo();
      else redo();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Keys of a row that has the focus: `aria-keyshortcuts` names those that change the list. */
export const ROW_SHORTCUTS = 'Alt+ArrowUp Alt+ArrowDown Delete Control+D';

/** Puts the focus on the row at `index`, once React has drawn it. */
export function focusRow(list: HTMLElement | null, index: number): void {
  requestAnimationFrame(() => {
    const rows = list?.querySelectorAll<HTMLElement>('[data-row]');
    rows?.[Math.min(index, rows.length - 1)]?.focus();
  });
}

/** Moves, removes or duplicates the layer at `index`, or walks to the rows beside it. */
export function onRowKeyDown(event: ReactKeyboardEvent<HTMLElement>, index: number): void {
  const list = event.currentTarget.closest<HTMLElement>('ol');
  const { moveLayer, removeLayer, duplicateLayer, spec } = useNetwork.getState();
  const { key, altKey } = event;
  const command = event.ctrlKey || event.metaKey;
  const step = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
  if (step !== 0 && !command) {
    if (altKey) moveLayer(index, index + step);
    const next = index + step;
    if (next >= 0 && next < spec.layers.length) focusRow(list, next);
  } else if (key === 'Delete' && !command && !altKey) {
    removeLayer(index);
    focusRow(list, index);
  } else if (command && key.toLowerCase() === 'd') {
    duplicateLayer(index);
    focusRow(list, index + 1);
  } else return;
  event.preventDefault();
}
