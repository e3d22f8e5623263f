import { useMemo } from 'react';
import { changeOfRight } from '../../engine/metrics/evaluation';
import { areOfSamePictures, useEvaluation, type Evaluated } from '../../state/evaluation';

export interface Comparison {
  readonly before: Evaluated;
  /** Pictures that were wrong and are right now. */
  readonly gained: number;
  /** The other way round. */
  readonly lost: number;
}

/** The last evaluation against the one before; undefined where that one was of other pictures, or there is none. */
export function useComparison(): Comparison | undefined {
  const { last, before } = useEvaluation();
  return useMemo(() => {
    if (!last || !before || !areOfSamePictures(last, before)) return undefined;
    return { before, ...changeOfRight(before.figures.guesses, last.figures.guesses) };
  }, [last, before]);
}
