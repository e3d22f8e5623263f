import numbers from '../../../shaders/lib/numbers.wgsl?raw';
import step from '../../../shaders/lib/step.wgsl?raw';
import stored from '../../../shaders/lib/stored.wgsl?raw';

/** A kernel's shader behind the functions through which it reads and writes what layers hand to one another, and loses no NaN. */
export function onStored(shader: string): string {
  return `${numbers}\n${stored}\n${shader}`;
}

/** The same for a kernel that is told of the step. */
export function inStep(shader: string): string {
  return onStored(`${step}\n${shader}`);
}
