import { useWords } from '../../i18n';
import { useFormat } from '../controls';
import type { ChapterId } from '../../state/learn';

/** What every chapter says under names that they share, such as `title`. */
export function useChapterWords(): (id: ChapterId, key: string, figures?: Readonly<Record<string, number>>) => string {
  const word = useWords();
  const format = useFormat();
  return (id, key, figures = {}) => {
    const written = Object.entries(figures).map(([name, value]) => [name, format.number(value)] as const);
    return word(`learn:${id}.${key}`, Object.fromEntries(written)) ?? key;
  };
}
