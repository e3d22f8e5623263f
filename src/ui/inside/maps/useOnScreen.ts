import { useCallback, useState } from 'react';

/** Whether an element is on the screen, or nearly. Put the ref on it. */
export function useOnScreen(): readonly [ref: (element: Element | null) => (() => void) | undefined, isOnScreen: boolean] {
  const [isOnScreen, setOnScreen] = useState(false);
  const ref = useCallback((element: Element | null) => {
    if (!element) return undefined;
    const observer = new IntersectionObserver((entries) => setOnScreen(entries.at(-1)?.isIntersecting ?? false), { rootMargin: '200px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, isOnScreen];
}
