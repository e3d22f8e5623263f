import { deviceTraits, identify, requestDevice } from '../engine/runtime/device';
import type { AdapterTraits } from '../engine/plan/traits';
import { ProblemError, type Problem } from '../engine/problem';
import type { AdapterFacts, DeviceReport } from './messages';
import { hastenNews } from './news';

export interface Gpu {
  readonly device: GPUDevice;
  readonly facts: AdapterFacts;
  readonly traits: AdapterTraits;
  /** From the end of work to the news of it. */
  readonly newsMilliseconds: number;
}

export type Unavailable = Extract<DeviceReport, { status: 'unavailable' }>;

/** The browser's GPU, or why there is none. */
export async function openGpu(): Promise<Gpu | Unavailable> {
  const unavailable = (reason: Unavailable['reason'], detail = ''): Unavailable => ({ status: 'unavailable', reason, detail });
  // Missing, whatever the types say, in older browsers and on pages that are not secure. (Firefox has it there, and gives no adapter.)
  const gpu = (navigator as Partial<Navigator>).gpu;
  if (!self.isSecureContext) return unavailable('insecure');
  if (!gpu) return unavailable('noWebGpu');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return unavailable('noAdapter');
  const identity = identify(adapter);
  try {
    const device = await requestDevice(adapter);
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    return {
      device,
      facts: { ...identity, maxBufferSize, maxStorageBufferBindingSize, features: [...adapter.features].sort(), limits: limitsOf(adapter) },
      traits: deviceTraits(device, identity.software),
      newsMilliseconds: await hastenNews(device, () => performance.now()),
    };
  } catch (error) {
    return unavailable('noDevice', messageOf(error));
  }
}

/** Limits stand on the prototype, where only a loop finds them. */
function limitsOf({ limits }: GPUAdapter): Record<string, number> {
  const found: Record<string, number> = {};
  for (const name in limits) {
    const value: unknown = limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') found[name] = value;
  }
  return found;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** An error that is no problem of ours is a fault, and must be told as one. */
export function problemOf(error: unknown): Problem {
  return error instanceof ProblemError ? error.problem : { code: 'training.workerFailed', params: { detail: messageOf(error) } };
}
