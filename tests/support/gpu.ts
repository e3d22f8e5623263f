import { afterAll } from 'vitest';
import { create, globals } from 'webgpu';
import { requestDevice } from '../../src/engine/runtime/device';

Object.assign(globalThis, globals);

let opened: Promise<GPUDevice> | undefined;

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

afterAll(async () => {
  (await opened)?.destroy();
});
