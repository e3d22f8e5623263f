import { modelFileText } from '../../state/modelSources';
import { useNetwork } from '../../state/network';
import { presetOf } from '../../state/networkEdits';

/** Hands the model file to the browser's downloads. */
export function saveModel(): void {
  const url = URL.createObjectURL(new Blob([modelFileText()], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `kernelgarten-${presetOf(useNetwork.getState().spec) ?? 'model'}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
