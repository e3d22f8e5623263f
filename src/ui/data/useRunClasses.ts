import { usePredictions } from '../../state/predictions';
import { useClassName } from './useClassName';

/** Says the classes of the data that the present run trains on. */
export function useRunClasses(): (label: number) => string {
  const names = usePredictions((state) => state.classNames);
  const say = useClassName();
  return (label) => say(names[label] ?? String(label));
}
