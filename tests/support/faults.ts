import { openDevice } from './gpu';

/** Compiles other text for kernels, as a driver with a fault in its compiler would. @param change given the kernel and variant, `conv2d/quad`, and its text. */
export async function withFault<T>(change: (kernel: string, code: string) => string, work: (device: GPUDevice) => Promise<T>): Promise<T> {
  const device = await openDevice();
  const make = device.createShaderModule.bind(device);
  device.createShaderModule = (descriptor) => make({ ...descriptor, code: change(descriptor.label ?? '', descriptor.code) });
  try {
    return await work(device);
  } finally {
    device.createShaderModule = make;
  }
}

/** Replaces a piece of one kernel's text. @throws Error where it is not there: a fault that is none finds nothing. */
export function replaced(kernel: string, right: string, wrong: string): (label: string, code: string) => string {
  return (label, code) => {
    if (label !== kernel) return code;
    if (!code.includes(right)) throw new Error(`${kernel} has no ${right}`);
    return code.replaceAll(right, wrong);
  };
}
