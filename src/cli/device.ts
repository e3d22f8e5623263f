import { spawn } from 'node:child_process';
import { create, globals } from 'webgpu';
import { dawnEnvironment, softwareVulkan } from '../../scripts/environment.mjs';
import { adapterNamed, listAdapters } from '../engine/runtime/adapters';
import { RunError, UsageError } from './errors';
import { boundToUs, handOn, statusOf } from './interruption';
import { errorTerminal, withErrorsApart } from './streams';

/** Set in a process that was started for its GPU: the adapters seen before under other drivers, one a line. */
const SEEN = 'KERNELGARTEN_ADAPTERS_SEEN';

/** Characters that are remembered of what Dawn and drivers say. */
const HEARD = 20_000;
const SHOW_CURSOR = '\x1b[?25h';

let dawn: GPU | undefined;

/**
 * The first adapter whose name has `wanted` in it, in any case. Dawn and drivers have their say on standard error, so this
 * program is started anew as a process in which that is not heard. On Linux the Vulkan loader must find Chromium's software
 * driver when a process starts, so where no installed driver will do, it is started under that one.
 * @returns the adapter, or the exit status of the program that was started in our place.
 * @throws UsageError when no adapter has that name, RunError when there is none at all.
 */
export async function openAdapter(wanted = ''): Promise<GPUAdapter | number> {
  const before = process.env[SEEN];
  if (before === undefined) return startAnew(dawnEnvironment(), []);

  Object.assign(globalThis, globals);
  // Kept for as long as the program runs: what Dawn made must not outlive the object it came from.
  dawn ??= create([]);
  const adapters = await listAdapters(dawn);
  const found = adapterNamed(adapters, wanted);
  if (found) return found.adapter;

  const names = [...before.split('\n').filter((name) => name !== ''), ...adapters.map(({ name }) => name)];
  const software = softwareVulkan();
  if (software && process.env['VK_DRIVER_FILES'] !== software['VK_DRIVER_FILES']) return startAnew(software, names);
  if (names.length > 0) throw new UsageError(noAdapterNamed(wanted, names));
  throw new RunError('no WebGPU adapter: install a Vulkan driver, or Chromium, whose software driver serves');
}

/** What is said where no adapter has the name that `--adapter` gives. */
export function noAdapterNamed(wanted: string, names: readonly string[]): string {
  return `--adapter: none is called "${wanted}"; there is ${names.join(' | ')}`;
}

/** @returns its exit status. @throws RunError with what was last said where it does not end by itself: a driver may end it. */
async function startAnew(environment: Record<string, string>, seen: readonly string[]): Promise<number> {
  const { stdio, env } = withErrorsApart();
  const child = spawn(process.execPath, process.argv.slice(1), {
    stdio: [...stdio],
    env: { ...process.env, ...environment, ...env, ...boundToUs(), [SEEN]: seen.join('\n') },
  });
  handOn(child);
  let heard = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (heard = (heard + text).slice(-HEARD)));
  const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (...end) => resolve(end));
  });
  const known = status ?? statusOf(signal);
  if (known !== undefined) return known;
  errorTerminal()?.write(SHOW_CURSOR);
  const lines = heard.split('\n').filter((line) => line.trim() !== '');
  const reason = lines.find((line) => /error|fatal/i.test(line)) ?? lines.at(-1) ?? 'it said nothing';
  throw new RunError(`the process that trains was ended by ${signal ?? 'the system'}: ${reason}`);
}

/** Never resolves. @throws RunError once the device is lost, so that a run on it can be raced with this. */
export async function lost(device: GPUDevice): Promise<never> {
  const { reason, message } = await device.lost;
  throw new RunError(`the GPU was lost (${reason}: ${message})`);
}
