import { BufferUsage, MAP_READ } from './flags';
import { submitWatch, type Stopwatch } from './timing';

/** Two 64-bit words. */
const BYTES = 16;

/** The best stopwatch that a device has. @param now a clock in milliseconds, for a device without timestamps. */
export function stopwatchFor(device: GPUDevice, now: () => number): Stopwatch {
  return device.features.has('timestamp-query') ? timestampWatch(device) : submitWatch(device, now);
}

/** The time between the beginning and the end of the pass by the device's clock. Needs the feature `timestamp-query`. */
export function timestampWatch(device: GPUDevice): Stopwatch {
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
  const resolved = device.createBuffer({ label: 'timestamps', size: BYTES, usage: BufferUsage.queryResolve | BufferUsage.copySrc });
  const staging = device.createBuffer({ label: 'timestamps', size: BYTES, usage: BufferUsage.mapRead | BufferUsage.copyDst });
  return {
    method: 'timestamps',
    async time(encode) {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass({ timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 } });
      encode(pass);
      pass.end();
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, BYTES);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(MAP_READ);
      const [begin = 0n, end = 0n] = new BigUint64Array(staging.getMappedRange().slice(0));
      staging.unmap();
      return Number(end - begin) / 1e6;
    },
    destroy() {
      querySet.destroy();
      resolved.destroy();
      staging.destroy();
    },
  };
}
