import { groupsOf } from '../plan/layout';
import type { ParameterLayout } from '../plan/types';
import type { PlannedState } from '../plan/types';

/** A tensor as PyTorch would have it: `0.weight`, its shape, and its values row by row. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * Visits where each PyTorch value lies among the device's floats, in PyTorch's order. Values of the device that no PyTorch value maps to are the
 * padding of channels to multiples of four; they are zero and stay zero.
 */
function eachPlace(layout: ParameterLayout, visit: (place: number) => void): void {
  if (layout.kind === 'vector') {
    for (let i = 0; i < layout.length; i++) visit(layout.spread?.map[i] ?? i);
    return;
  }
  const { inputs, outputs } = layout;
  const taps = layout.kernel ** 2;
  if (layout.kind === 'grouped') {
    const padded = groupsOf(outputs) * 4;
    for (let output = 0; output < outputs; output++) {
      for (let input = 0; input < inputs; input++) {
        for (let tap = 0; tap < taps; tap++) visit((tap * inputs + input) * padded + output);
      }
    }
    return;
  }
  const { positions, inputGroups, outputGroups, inputMap } = layout;
  for (let output = 0; output < outputs; output++) {
    for (let position = 0; position < positions; position++) {
      for (let input = 0; input < inputs; input++) {
        const channel = inputMap?.[input] ?? input;
        for (let tap = 0; tap < taps; tap++) {
          const row = (position * taps + tap) * inputGroups + Math.floor(channel / 4);
          visit((row * outputGroups + Math.floor(output / 4)) * 16 + (channel % 4) * 4 + (output % 4));
        }
      }
    }
  }
}

/** From PyTorch's order to the device's, `floats` long. */
export function toDevice(layout: ParameterLayout, data: Float32Array, floats: number): Float32Array {
  const result = new Float32Array(floats);
  let at = 0;
  eachPlace(layout, (place) => {
    result[place] = data[at++] ?? 0;
  });
  return result;
}

/** From the device's order to PyTorch's, `length` long. */
export function fromDevice(layout: ParameterLayout, floats: Float32Array, length: number): Float32Array {
  const result = new Float32Array(length);
  let at = 0;
  eachPlace(layout, (place) => {
    result[at++] = floats[place] ?? 0;
  });
  return result;
}

/** Planned tensors by PyTorch's names and in its layouts, out of the values of the storage in which they lie. */
export function namedTensors(planned: readonly PlannedState[], values: Float32Array): NamedTensor[] {
  return planned.map(({ name, spec, offset, bytes, layout }) => {
    const length = spec.shape.reduce((product, side) => product * side, 1);
    return { name, shape: spec.shape, data: fromDevice(layout, values.subarray(offset / 4, (offset + bytes) / 4), length) };
  });
}
