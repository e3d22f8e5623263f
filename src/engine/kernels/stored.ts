import library from '../../../shaders/lib/stored.wgsl?raw';

/** A kernel's shader behind the functions through which it reads and writes what layers hand to one another. */
export function onStored(shader: string): string {
  return `${library}\n${shader}`;
}
