import { useMemo } from 'react';
import { analyse, type Graph } from '../../engine/graph/graph';
import { useSession } from '../../state/session';

/** The network of the present run; undefined without a run. */
export function useRunGraph(): Graph | undefined {
  const model = useSession((state) => state.runConfig?.model);
  return useMemo(() => model && analyse(model).graph, [model]);
}
