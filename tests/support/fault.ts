import { openDevice } from './gpu';

/** A kernel variant, and other text for it: what a fault in its file, or a driver with a fault in its compiler, would run. */
export interface Fault {
  /** As `conv2d/tiled`. */
  readonly label: string;
  readonly change: (code: string) => string;
}

/** Compiles other text for one kernel variant while `work` goes on. Pipelines must be new for it to tell. */
export async function withFault<T>({ label, change }: Fault, work: (device: GPUDevice) => Promise<T>): Promise<T> {
  const device = await openDevice();
  const make = device.createShaderModule.bind(device);
  device.createShaderModule = (descriptor) => make(descriptor.label === label ? { ...descriptor, code: change(descriptor.code) } : descriptor);
  try {
    return await work(device);
  } finally {
    device.createShaderModule = make;
  }
}
