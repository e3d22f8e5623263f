import type { LayerSpec } from '../../../../engine/graph/spec';
import type { GradientReading, RunConfig } from '../../../../worker/messages';
import { logScale, type AxisScale } from '../../../curves/scales';

/** What is always measured; the activation that is looked at comes to it. */
const ALWAYS: readonly LayerSpec[] = [{ type: 'sigmoid' }, { type: 'tanh' }, { type: 'relu' }];

export function measuredFor(chosen: LayerSpec): readonly LayerSpec[] {
  return ALWAYS.some(({ type }) => type === chosen.type) ? ALWAYS : [...ALWAYS, chosen];
}

/** How the networks of a measurement were made: the activation of each, and how the weights of all were drawn. */
export function madeBy(runs: readonly RunConfig[]): { readonly activations: readonly LayerSpec[]; readonly init: string } {
  const init = runs[0]?.model.layers[1]?.['init'];
  return { activations: runs.flatMap(({ model }) => model.layers[2] ?? []), init: typeof init === 'string' ? init : '' };
}

/** The logarithmic axis that holds every gradient of a measurement; undefined where all are zero or no numbers. */
export function scaleOf(readings: readonly GradientReading[]): AxisScale | undefined {
  const sizes = readings.flat(2).filter((size) => size > 0 && Number.isFinite(size));
  return sizes.length > 0 ? logScale(Math.min(...sizes), Math.max(...sizes)) : undefined;
}

/** By what factor the gradient of the first layer is smaller than that of the last hidden one. */
export function shrinkage(sizes: readonly number[]): number {
  return (sizes.at(-2) ?? NaN) / (sizes[0] ?? NaN);
}
