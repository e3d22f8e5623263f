import { windowOf, type GraphNode } from '../graph/graph';
import type { Shape } from '../shape';
import type { Term, Unit } from './types';

/** Where a unit lies among C × H × W values. */
export function indexOf({ height, width }: Shape, { channel, row, column }: Unit): number {
  return (channel * height + row) * width + column;
}

/** The unit at an index of C × H × W values. */
export function unitAt({ height, width }: Shape, index: number): Unit {
  const within = index % (height * width);
  return { channel: Math.floor(index / (height * width)), row: Math.floor(within / width), column: within % width };
}

/** What lies under the window of a unit: some channels of the input, each row by row, the padding too. */
export function patchOf(node: GraphNode, unit: Unit, input: Float32Array, channels: readonly number[]): Term[] {
  const shape = node.input;
  const { kernel, stride, dilation, before } = windowOf(node);
  const steps = Array.from({ length: kernel }, (_, step) => step * dilation);
  return channels.flatMap((channel) =>
    steps.flatMap((down) =>
      steps.map((right) => {
        const place = { channel, row: unit.row * stride + down - before.rows, column: unit.column * stride + right - before.columns };
        const isPadding = place.row < 0 || place.row >= shape.height || place.column < 0 || place.column >= shape.width;
        return { ...place, isPadding, value: isPadding ? 0 : (input[indexOf(shape, place)] ?? NaN) };
      }),
    ),
  );
}

export const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
