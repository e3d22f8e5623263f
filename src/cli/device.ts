import { spawn } from 'node:child_process';
import { create, globals } from 'webgpu';
import { dawnEnvironment, softwareVulkan } from '../../scripts/environment.mjs';
import { RunError, UsageError } from './errors';

/** Set in the process that this one starts anew under Chromium's Vulkan driver: the adapters seen before, one a line. */
const SEEN = 'KERNELGARTEN_ADAPTERS_SEEN';

let dawn: GPU | undefined;

/** All that an adapter says of itself, as one line; `--adapter` names a part of it. */
export function adapterName({ info }: GPUAdapter): string {
  const parts = [info.description, info.device, info.architecture, info.vendor].filter((part) => part !== '');
  return parts.join(', ');
}

/**
 * The first adapter whose name has `wanted` in it, in any case. On Linux the Vulkan loader must find Chromium's software
 * driver when a process starts, so where no installed driver will do, this program is started anew under that one.
 * @returns the adapter, or the exit status of the program that was started in our place.
 * @throws UsageError when no adapter has that name, RunError when there is none at all.
 */
export async function openAdapter(wanted = ''): Promise<GPUAdapter | number> {
  const before = process.env[SEEN];
  const needed = before === undefined ? dawnEnvironment() : {};
  if (Object.keys(needed).length > 0) return startAnew(needed, []);

  const adapters = await listAdapters();
  const found = adapters.find((adapter) => adapterName(adapter).toLowerCase().includes(wanted.toLowerCase()));
  if (found) return found;

  const names = [...(before ?? '').split('\n').filter((name) => name !== ''), ...adapters.map(adapterName)];
  const software = before === undefined ? softwareVulkan() : undefined;
  if (software) return startAnew(software, names);
  if (names.length > 0) throw new UsageError(`--adapter: none is called "${wanted}"; there is ${names.join(' | ')}`);
  throw new RunError('no WebGPU adapter: install a Vulkan driver, or Chromium, whose software driver serves');
}

/** Dawn answers with one adapter a request, so the requests that may be answered differently are all made. */
async function listAdapters(): Promise<readonly GPUAdapter[]> {
  Object.assign(globalThis, globals);
  // Kept for as long as the program runs: what Dawn made must not outlive the object it came from.
  dawn ??= create([]);
  const requests: readonly GPURequestAdapterOptions[] = [
    {},
    { powerPreference: 'high-performance' },
    { powerPreference: 'low-power' },
    { forceFallbackAdapter: true },
  ];
  const adapters = new Map<string, GPUAdapter>();
  for (const request of requests) {
    const adapter = await dawn.requestAdapter(request);
    if (adapter && !adapters.has(adapterName(adapter))) adapters.set(adapterName(adapter), adapter);
  }
  return [...adapters.values()];
}

function startAnew(environment: Record<string, string>, seen: readonly string[]): Promise<number> {
  const env = { ...process.env, ...environment, [SEEN]: seen.join('\n') };
  const child = spawn(process.execPath, process.argv.slice(1), { stdio: 'inherit', env });
  // An interrupt reaches the child by itself; this process stays to pass its status on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status) => resolve(status ?? 1));
  });
}
