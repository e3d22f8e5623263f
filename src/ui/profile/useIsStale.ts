import { useNetwork } from '../../state/network';
import type { Measured } from '../../state/profile';
import { useSettings } from '../../state/settings';

/** Whether the form describes another step than the one that was measured. */
export function useIsStale(measured: Measured | undefined): boolean {
  const model = useNetwork((state) => state.spec);
  const { batchSize, precision } = useSettings((state) => state.values);
  if (!measured) return false;
  const { model: run, training } = measured.run;
  return training.batchSize !== batchSize || training.precision !== precision || JSON.stringify(run) !== JSON.stringify(model);
}
