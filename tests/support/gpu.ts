import { afterAll } from 'vitest';
import { create, globals } from 'webgpu';
import { Prover } from '../../src/engine/check/prover';
import type { VariantName } from '../../src/engine/kernels/types';
import type { AdapterTraits } from '../../src/engine/plan/traits';
import { deviceTraits, requestDevice } from '../../src/engine/runtime/device';
import { PipelineCache } from '../../src/engine/runtime/pipelines';
import { now } from './clock';

Object.assign(globalThis, globals);

let opened: Promise<GPUDevice> | undefined;
let pipelines: PipelineCache | undefined;
let prover: Prover | undefined;

/** Dawn's first adapter, kept while the file runs: what Dawn made must not outlive the object it came from. */
export const gpu = create([]);

/** The device that the tests of one file share, with the adapter's own limits. */
export function openDevice(): Promise<GPUDevice> {
  opened ??= gpu.requestAdapter().then((adapter) => {
    if (!adapter) throw new Error('Dawn finds no adapter here: install Chromium (its SwiftShader serves), or a Vulkan driver');
    return requestDevice(adapter);
  });
  return opened;
}

/** What the tests of one file have compiled on that device. */
export async function sharedPipelines(): Promise<PipelineCache> {
  pipelines ??= new PipelineCache(await openDevice());
  return pipelines;
}

/** What the tests of one file have compared with plain arithmetic on that device. */
export async function sharedProver(): Promise<Prover> {
  prover ??= new Prover(await openDevice(), await sharedPipelines(), now);
  return prover;
}

/** Every variant is tested, whichever this adapter would choose. */
export const variants: readonly VariantName[] = ['direct', 'sliding', 'quad', 'tiled'];

/** The adapter's limits, and what suits the kind of adapter that a variant is for. */
export async function traitsPreferring(variant: VariantName): Promise<AdapterTraits> {
  const traits = deviceTraits(await openDevice(), variant !== 'tiled');
  const others = traits.choice.order.filter((name) => name !== variant);
  return { ...traits, choice: { ...traits.choice, order: [variant, ...others] } };
}

/** Half precision in packed bits, which every adapter knows, or as numbers of the shader language. */
export type HalfWay = 'packed' | 'shader-f16';

/** SwiftShader knows packed bits alone; lavapipe and graphics cards know both. */
export async function halfWays(): Promise<readonly HalfWay[]> {
  return (await openDevice()).features.has('shader-f16') ? ['packed', 'shader-f16'] : ['packed'];
}

export async function halfTraits(variant: VariantName, way: HalfWay): Promise<AdapterTraits> {
  const traits = await traitsPreferring(variant);
  const features = new Set([...traits.choice.features].filter((feature) => way === 'shader-f16' || feature !== 'shader-f16'));
  return { ...traits, precision: 'f16', choice: { ...traits.choice, features } };
}

afterAll(async () => {
  (await opened)?.destroy();
});
