import { describe, expect, it } from 'vitest';
import type { ParameterLayout } from '../../../src/engine/plan/types';
import { fromDevice, toDevice } from '../../../src/engine/weights/layout';

const numbered = (length: number) => Float32Array.from({ length }, (_, at) => at + 1);

/** Two units over a flattened picture of three channels and two positions. */
const flattened: ParameterLayout = {
  ...{ kind: 'matrix', positions: 1, kernel: 1, inputs: 6, outputs: 2, inputGroups: 2, outputGroups: 1 },
  inputMap: [0, 4, 1, 5, 2, 6],
};

/** One value for each channel of the same picture. */
const spread: ParameterLayout = { kind: 'vector', length: 6, spread: { map: [0, 4, 1, 5, 2, 6], groups: 2 } };

const layouts: readonly (readonly [string, ParameterLayout, values: number, floats: number])[] = [
  ['a bias of five', { kind: 'vector', length: 5 }, 5, 8],
  ['five filters of 3 × 3 × 6', { kind: 'matrix', positions: 1, kernel: 3, inputs: 6, outputs: 5, inputGroups: 2, outputGroups: 2 }, 270, 9 * 4 * 16],
  ['seven filters that see three channels each', { kind: 'grouped', kernel: 2, inputs: 3, outputs: 7 }, 84, 4 * 3 * 8],
  ['five filters at six positions', { kind: 'matrix', positions: 6, kernel: 2, inputs: 3, outputs: 5, inputGroups: 1, outputGroups: 2 }, 360, 6 * 4 * 2 * 16],
  ['two units over a flattened picture', flattened, 12, 2 * 16],
  ['a vector over a flattened picture', spread, 6, 8],
];

describe('the layout of weights on the device', () => {
  it.each(layouts)('gives back what it was given: %s', (_, layout, values, floats) => {
    const given = numbered(values);
    const placed = toDevice(layout, given, floats);
    expect(placed).toHaveLength(floats);
    expect(fromDevice(layout, placed, values)).toEqual(given);
    // All the rest, which pads channels to groups of four, is zero.
    expect([...placed].filter((value) => value !== 0).sort((a, b) => a - b)).toEqual([...given]);
  });

  it('is [kernel row][kernel column][input group][output group] of 4 × 4, a column for each input', () => {
    const [kernel, inputs, outputs] = [2, 5, 6];
    const layout: ParameterLayout = { kind: 'matrix', positions: 1, kernel, inputs, outputs, inputGroups: 2, outputGroups: 2 };
    const placed = toDevice(layout, numbered(outputs * inputs * kernel * kernel), 4 * 4 * 16);
    const [output, input, row, column] = [5, 4, 1, 0];
    const inPyTorch = ((output * inputs + input) * kernel + row) * kernel + column;
    const matrix = (row * kernel + column) * 4 + 1 * 2 + 1;
    expect(placed[matrix * 16 + 0 * 4 + 1]).toBe(inPyTorch + 1);
  });

  it('is [kernel row][kernel column][channel of the group] of four filters for groups', () => {
    const [kernel, inputs, outputs] = [2, 3, 6];
    const placed = toDevice({ kind: 'grouped', kernel, inputs, outputs }, numbered(outputs * inputs * kernel * kernel), 4 * 3 * 8);
    const [output, input, tap] = [5, 2, 1];
    expect(placed[((tap * inputs + input) * 2 + 1) * 4 + 1]).toBe((output * inputs + input) * 4 + tap + 1);
  });

  it('has the matrices of each position one behind the other where weights are not shared', () => {
    const [positions, kernel, inputs, outputs] = [6, 2, 3, 5];
    const layout: ParameterLayout = { kind: 'matrix', positions, kernel, inputs, outputs, inputGroups: 1, outputGroups: 2 };
    const placed = toDevice(layout, numbered(360), 6 * 4 * 2 * 16);
    const [output, position, input, tap] = [4, 5, 2, 3];
    const inPyTorch = ((output * positions + position) * inputs + input) * 4 + tap;
    expect(placed[((position * 4 + tap) * 2 + 1) * 16 + input * 4 + 0]).toBe(inPyTorch + 1);
  });

  it('follows the order that a flattened picture keeps on the device', () => {
    const placed = toDevice(flattened, numbered(12), 32);
    // NCHW input 3 is channel 1 at position 1, which lies among the padded ones at 5: group 1, column 1; its first unit's weight is 4.
    expect(placed[1 * 16 + 1 * 4 + 0]).toBe(4);
    expect([...toDevice(spread, numbered(6), 8)]).toEqual([1, 3, 5, 0, 2, 4, 6, 0]);
  });
});
