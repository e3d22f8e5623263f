import type { Evaluated } from '../../state/evaluation';
import { useClassName } from '../data/useClassName';

/** Says the classes of an evaluation by their numbers. */
export function useNames({ report }: Evaluated): (label: number) => string {
  const say = useClassName();
  return (label) => say(report.classNames[label] ?? String(label));
}
