import { useMemo } from 'react';
import { choiceOf, integerOf, type ChapterState } from '../types';
import { featureMap, KERNELS, pooled, poolingNodes, type FeatureMap, type KernelName, type Shift, type Sizes } from './arithmetic';

/** A map and its two pooled ones. */
export interface Maps {
  readonly before: FeatureMap;
  readonly max: FeatureMap;
  readonly average: FeatureMap;
}

/** What the chapter is set to. */
export interface Settings extends Sizes, Shift {
  readonly kernel: KernelName;
}

export function settingsOf(state: ChapterState): Settings {
  const kernel = (Object.keys(KERNELS) as KernelName[]).find((name) => name === choiceOf(state, 'kernel')) ?? 'vertical';
  const [window, stride] = [integerOf(state, 'window'), integerOf(state, 'stride')];
  return { kernel, window, stride, across: integerOf(state, 'across'), down: integerOf(state, 'down') };
}

/** The maps of the picture where it was and where it is now, and the pool as the engine's graph has it. */
export function useMaps(pixels: Uint8Array, { kernel, window, stride, across, down }: Settings) {
  return useMemo(() => {
    const mapsAt = (shift: Shift): Maps => {
      const before = featureMap(pixels, kernel, shift);
      const pool = (name: 'max' | 'average') => pooled(before, name, { window, stride });
      return { before, max: pool('max'), average: pool('average') };
    };
    return { still: mapsAt({ across: 0, down: 0 }), moved: mapsAt({ across, down }), pool: poolingNodes('max', { window, stride })[1] };
  }, [pixels, kernel, window, stride, across, down]);
}
