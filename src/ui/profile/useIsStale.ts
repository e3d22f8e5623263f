import { updateOptions } from '../../engine/optim/update';
import { useNetwork } from '../../state/network';
import type { Measured } from '../../state/profile';
import { useSettings } from '../../state/settings';
import type { TrainingSettings } from '../../worker/messages';

/** Whether the form describes another step than the one that was measured. */
export function useIsStale(measured: Measured | undefined): boolean {
  const model = useNetwork((state) => state.spec);
  const form = useSettings((state) => state.values);
  if (!measured) return false;
  const { model: run, training } = measured.run;
  const stepOf = (settings: TrainingSettings) => JSON.stringify([settings.batchSize, settings.precision, updateOptions(settings)]);
  return stepOf(training) !== stepOf(form) || JSON.stringify(run) !== JSON.stringify(model);
}
