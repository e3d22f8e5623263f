import type { ModelSpec } from '../../engine/graph/spec';
import { presetOf } from '../../state/networkEdits';

/** Hands the model file to the browser's downloads. */
export function saveModel(spec: ModelSpec): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(spec, null, 2)}\n`], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `kernelgarten-${presetOf(spec) ?? 'model'}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
