import { fail } from '../problem';
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

/** A device with all that the adapter allows of the limits that we meet. @throws the browser's error when it gives none. */
export function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { limits } = adapter;
  return adapter.requestDevice({
    requiredLimits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    },
  });
}

export function deviceTraits(device: GPUDevice, software: boolean, excluded: ReadonlySet<string> = new Set()): AdapterTraits {
  const { limits } = device;
  return traitsFor(
    software,
    {
      maxWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxBindingBytes: limits.maxStorageBufferBindingSize,
      maxBufferBytes: limits.maxBufferSize,
    },
    excluded,
  );
}

/** Runs `make` and turns what the device objects to (no memory, an invalid shader) into a problem. */
export async function guarded<T>(device: GPUDevice, make: () => T | Promise<T>): Promise<T> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  let made: T;
  let memory: GPUError | null;
  let validation: GPUError | null;
  try {
    made = await make();
  } finally {
    memory = await device.popErrorScope();
    validation = await device.popErrorScope();
  }
  if (memory) fail('training.outOfMemory', { detail: memory.message });
  if (validation) fail('training.deviceRefused', { detail: validation.message });
  return made;
}
