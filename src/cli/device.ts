import { spawn } from 'node:child_process';
import { create, globals } from 'webgpu';
import { dawnEnvironment, softwareVulkan } from '../../scripts/environment.mjs';
import { adapterNamed, listAdapters } from '../engine/runtime/adapters';
import { RunError, UsageError } from './errors';

/** Set in the process that this one starts anew under Chromium's Vulkan driver: the adapters seen before, one a line. */
const SEEN = 'KERNELGARTEN_ADAPTERS_SEEN';

let dawn: GPU | undefined;

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

  Object.assign(globalThis, globals);
  // Kept for as long as the program runs: what Dawn made must not outlive the object it came from.
  dawn ??= create([]);
  const adapters = await listAdapters(dawn);
  const found = adapterNamed(adapters, wanted);
  if (found) return found.adapter;

  const names = [...(before ?? '').split('\n').filter((name) => name !== ''), ...adapters.map(({ name }) => name)];
  const software = before === undefined ? softwareVulkan() : undefined;
  if (software) return startAnew(software, names);
  if (names.length > 0) throw new UsageError(noAdapterNamed(wanted, names));
  throw new RunError('no WebGPU adapter: install a Vulkan driver, or Chromium, whose software driver serves');
}

/** What is said where no adapter has the name that `--adapter` gives. */
export function noAdapterNamed(wanted: string, names: readonly string[]): string {
  return `--adapter: none is called "${wanted}"; there is ${names.join(' | ')}`;
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

/** Never resolves. @throws RunError once the device is lost, so that a run on it can be raced with this. */
export async function lost(device: GPUDevice): Promise<never> {
  const { reason, message } = await device.lost;
  throw new RunError(`the GPU was lost (${reason}: ${message})`);
}
