import { model, type LayerSpec, type ModelSpec } from '../../../../engine/graph/spec';

/** Hidden layers of the networks that are measured, and the units of each. */
export const DEPTH = 10;
const UNITS = 64;

/** Ten dense layers with an activation behind each, then the logits; all weights are drawn alike. */
export function tower(activation: LayerSpec, init: string): ModelSpec {
  const dense = (units: number): LayerSpec => ({ type: 'dense', units, init });
  const hidden = Array.from({ length: DEPTH }, () => [dense(UNITS), activation]).flat();
  return model([{ type: 'flatten' }, ...hidden, dense(10)]);
}
