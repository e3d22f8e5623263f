import { useNetwork } from '../../state/network';
import type { Measured } from '../../state/profile';
import { useSettings } from '../../state/settings';

/** Whether the form describes another step than the one that was measured. */
export function useIsStale(measured: Measured | undefined): boolean {
  const model = useNetwork((state) => state.spec);
  const batch = useSettings((state) => state.values.batchSize);
  if (!measured) return false;
  const { run } = measured;
  return run.training.batchSize !== batch || JSON.stringify(run.model) !== JSON.stringify(model);
}
