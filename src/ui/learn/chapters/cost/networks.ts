import { presets } from '../../../../engine/graph/presets';
import type { LayerType } from '../../../../engine/layers';
import { model, type LayerSpec, type ModelSpec } from '../../../../engine/graph/spec';

const square = (type: LayerType): readonly LayerSpec[] => [{ type, filters: 16, kernel: 3, padding: 1 }, { type: 'relu' }];

/** Two layers of the same multiply-adds in a row: one shares its weights over all positions, the other shares none. */
const pair = model([...square('conv2d'), ...square('conv2d'), ...square('locallyConnected2d'), { type: 'globalAvgPool' }, { type: 'dense', units: 10 }]);

/** The networks that the chapter looks at. */
export const networks: Readonly<Record<string, ModelSpec>> = {
  vgg: presets.vgg,
  lenet: presets.lenet,
  small: presets.small,
  local: presets.local,
  pair,
};

export const FIRST_NETWORK = 'vgg';

export function networkNamed(name: string): ModelSpec {
  const found = networks[name];
  if (!found) throw new Error(`the chapter has no network ${name}`);
  return found;
}
