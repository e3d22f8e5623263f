import { Float16Array } from '@petamoriken/float16';

/** Values rounded to half precision, as a device stores them; their number must be even. */
export function toHalves(values: Float32Array): Uint32Array {
  return new Uint32Array(new Float16Array(values).buffer);
}

/** The values of what a device has stored in half precision. */
export function fromHalves(bytes: ArrayBuffer): Float32Array {
  return new Float32Array(new Float16Array(bytes));
}
