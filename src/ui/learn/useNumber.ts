import { useFormat } from '../controls';

/** Writes numbers of calculations: few figures, and a minus that is as wide as a plus. */
export function useNumber(): (value: number) => string {
  const format = useFormat();
  return (value) => format.significant(value).replace('-', '−');
}
