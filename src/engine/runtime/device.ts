import { fail, ProblemError, type ProblemCode } from '../problem';
import { traitsFor, type AdapterTraits } from '../plan/traits';

/** What an adapter calls itself, and whether a CPU plays it. */
export interface AdapterIdentity {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly software: boolean;
}

/** Names under which CPU adapters are known; Firefox tells no name, and says `isFallbackAdapter` instead. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|warp|basic render/i;

export function identify(adapter: GPUAdapter): AdapterIdentity {
  const { vendor, architecture, device, description } = adapter.info;
  const fallback = adapter.info.isFallbackAdapter;
  const known = SOFTWARE.test([vendor, architecture, device, description].join(' '));
  return { vendor, architecture, description: description === '' ? device : description, software: known || fallback };
}

/** Features that are used where an adapter has them: by kernels, and by the profiler, which reads the device's own clock. */
const FEATURES: readonly GPUFeatureName[] = ['subgroups', 'shader-f16', 'timestamp-query'];

/** A device with all that the adapter allows of the limits that we meet. @throws the browser's error when it gives none. */
export function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { limits } = adapter;
  const wanted = FEATURES.filter((feature) => adapter.features.has(feature));
  return adapter.requestDevice({
    requiredFeatures: wanted,
    requiredLimits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    },
  });
}

export function deviceTraits(device: GPUDevice, software: boolean): AdapterTraits {
  const { limits } = device;
  return traitsFor(
    software,
    {
      maxWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxBindingBytes: limits.maxStorageBufferBindingSize,
      maxBufferBytes: limits.maxBufferSize,
    },
    device.features,
  );
}

/**
 * Runs `make` and turns what the device objects to (no memory, an invalid binding) into a problem. `make` waits for
 * nothing: whatever else is under way on the device would be blamed on it.
 */
export async function guarded<T>(device: GPUDevice, make: () => T): Promise<T> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let made: T;
  let objections: Promise<(GPUError | null)[]>;
  try {
    made = make();
  } finally {
    objections = Promise.all([device.popErrorScope(), device.popErrorScope()]);
  }
  const [memory, validation] = await objections;
  // What the device says of it names calls and files of its own, and no cure.
  if (memory) fail('training.outOfMemory');
  if (validation) fail('training.deviceRefused', { detail: validation.message });
  return made;
}

/** Codes that say for what there is no room. */
export type CrowdedCode = Extract<ProblemCode, `training.noRoomTo${string}`>;

/** Tells that the device's memory is full by a code of its own, for what needs more than training does. */
export async function unlessCrowded<T>(work: Promise<T>, code: CrowdedCode): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'training.outOfMemory') throw error;
    fail(code);
  }
}
