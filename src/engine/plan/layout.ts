import type { ParameterLayout, Tensor, VectorLayout } from './types';

export const VEC4_BYTES = 16;
const MATRIX_BYTES = 64;

/** Groups of four that so many channels take. */
export const groupsOf = (channels: number) => Math.ceil(channels / 4);

/** One value for each channel of a tensor, in the tensor's own order. */
export function vectorOver({ shape, channelMap, channelGroups }: Tensor): VectorLayout {
  return { kind: 'vector', length: shape.channels, ...(channelMap ? { spread: { map: channelMap, groups: channelGroups } } : {}) };
}

/** Bytes of a tensor in 32 bits, its padding included. */
export function layoutBytes(layout: ParameterLayout): number {
  switch (layout.kind) {
    case 'matrix':
      return layout.positions * layout.kernel ** 2 * layout.inputGroups * layout.outputGroups * MATRIX_BYTES;
    case 'grouped':
      return layout.kernel ** 2 * layout.inputs * groupsOf(layout.outputs) * VEC4_BYTES;
    case 'vector':
      return (layout.spread?.groups ?? groupsOf(layout.length)) * VEC4_BYTES;
  }
}
