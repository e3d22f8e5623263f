import { useEffect } from 'react';
import { redo, undo } from '../../state/history';

/** Fields have an undo of their own, and a window over the page is not about the form behind it. */
function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, [contenteditable], [role=dialog], [role=alertdialog]') !== null;
}

/** Ctrl+Z undoes an edit of network or settings, Ctrl+Shift+Z and Ctrl+Y bring it again; ⌘ on a Mac. */
export function useUndoShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isElsewhere(event.target)) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && !(key === 'y' && !event.shiftKey)) return;
      event.preventDefault();
      if (key === 'z' && !event.shiftKey) undo();
      else redo();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
