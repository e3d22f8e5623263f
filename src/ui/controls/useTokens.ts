import { useMemo, useSyncExternalStore } from 'react';

/** Values of CSS variables of the root, for what is drawn on canvases: in the theme that holds now and after every change of it. @param names with blanks between. */
export function useTokens(names: string): readonly string[] {
  const read = () => {
    const style = getComputedStyle(document.documentElement);
    return names
      .split(' ')
      .map((name) => style.getPropertyValue(name).trim())
      .join(' ');
  };
  const values = useSyncExternalStore(onThemeChange, read, () => '');
  return useMemo(() => values.split(' '), [values]);
}

function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
