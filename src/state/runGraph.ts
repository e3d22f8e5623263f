import { useMemo } from 'react';
import { buildGraph, type Graph } from '../engine/graph/graph';
import { useSession } from './session';

/** The network of the present run; undefined where there is none. */
export function useRunGraph(): Graph | undefined {
  const model = useSession((state) => state.runConfig?.model);
  return useMemo(() => model && buildGraph(model), [model]);
}

/** Whether the present run has a network that can be asked: it may be on its way, but it has not failed. */
export function useHasNetwork(): boolean {
  return useSession(({ run }) => run.phase !== 'idle' && run.phase !== 'failed');
}

/** Whether the network rests, so that looking at it costs no training. */
export function useIsResting(): boolean {
  return useSession(({ run }) => run.phase === 'paused' || run.phase === 'finished');
}
