import type { VariantName } from '../../../src/engine/kernels/types';
import type { AdapterTraits } from '../../../src/engine/plan/traits';
import { deviceTraits } from '../../../src/engine/runtime/device';
import type { PipelineCache } from '../../../src/engine/runtime/pipelines';
import type { NetworkCase } from './case';
import { traitsOf } from './coverage';
import { told } from './report';
import { expectedOf, givenTo, trainedOn, wrongIn, TOLERANCE, type Difference, type Expected } from './run';
import { shrink } from './shrink';

/** Full precision, or half of it, in packed bits or as numbers of the shader language. */
export type Way = 'f32' | 'packed' | 'shader-f16';

export const precisionOf = (way: Way) => (way === 'f32' ? 'f32' : 'f16');

/** The ways that a device knows: SwiftShader packed bits alone; lavapipe and graphics cards both. */
export function waysOf(device: GPUDevice): readonly Way[] {
  return ['f32', 'packed', ...(device.features.has('shader-f16') ? (['shader-f16'] as const) : [])];
}

/** Traits of a device that plays the kind of adapter which a variant is for, with the number of splits that a case asks for. */
export function traitsFor(device: GPUDevice, drawn: NetworkCase, variant: VariantName, way: Way): AdapterTraits {
  const traits = traitsOf(drawn, variant, deviceTraits(device, variant !== 'tiled'));
  const features = new Set([...traits.choice.features].filter((feature) => way === 'shader-f16' || feature !== 'shader-f16'));
  return { ...traits, precision: precisionOf(way), choice: { ...traits.choice, features } };
}

/** Figures of a case that are off where a variant runs it. */
export async function wrongOn(
  device: GPUDevice,
  pipelines: PipelineCache,
  drawn: NetworkCase,
  variant: VariantName,
  way: Way,
  expected?: Expected,
): Promise<Difference[]> {
  const given = givenTo(drawn);
  const training = trainedOn(device, pipelines, given, drawn, traitsFor(device, drawn, variant, way));
  // Made while the device compiles.
  const right = expected ?? expectedOf(given, precisionOf(way));
  return wrongIn(await training, right, TOLERANCE[precisionOf(way)]);
}

/** Makes a case that fails as small as it gets. @returns what is to be said of it. */
export async function explained(device: GPUDevice, pipelines: PipelineCache, drawn: NetworkCase, variant: VariantName, way: Way): Promise<string> {
  const wrong = (smaller: NetworkCase) => wrongOn(device, pipelines, smaller, variant, way);
  const smallest = await shrink(drawn, async (smaller) => (await wrong(smaller)).length > 0);
  return told(smallest, `${variant}, ${way}`, await wrong(smallest));
}
