import { useSyncExternalStore } from 'react';

/** Whether a media query holds, now and at every change; where there is no window (components drawn in a test) none does. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}
