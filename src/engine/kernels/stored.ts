import numbers from '../../../shaders/lib/numbers.wgsl?raw';
import stored from '../../../shaders/lib/stored.wgsl?raw';
import { pickStruct, stepStruct } from './shared';

/** A kernel's shader behind the functions through which it reads and writes what layers hand to one another, and loses no NaN. */
export function onStored(shader: string): string {
  return `${numbers}\n${stored}\n${shader}`;
}

/** The same for a kernel that is told of the step. */
export function inStep(shader: string): string {
  return onStored([stepStruct.text, pickStruct.text, shader].join('\n'));
}
