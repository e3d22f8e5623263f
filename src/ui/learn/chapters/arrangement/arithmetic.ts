import { convolution } from '../../../../engine/check/reference';
import { buildProbeGraph, type GraphNode } from '../../../../engine/graph/graph';
import { model, type LayerSpec } from '../../../../engine/graph/spec';
import type { Shape } from '../../../../engine/shape';
import { spanOf } from '../../../../engine/layers/window';

/** The kernel that goes over the strips. */
export const STRIP_KERNEL: readonly number[] = [1, 0, -1];

/** The strips, by the count of their numbers. */
export const strips = { seven: [0, 1, 2, -1, 1, -3, 0], six: [0, 1, 2, -1, 1, -3] } as const;
export type StripName = keyof typeof strips;

/** How a window slides. */
export interface Sliding {
  readonly kernel: number;
  readonly stride: number;
  /** Zeros on every side, or `same`. */
  readonly padding: number | 'same';
  /** Kernels, and so channels of the output. */
  readonly filters: number;
}

/** The layer of the model file. */
export function layerOf({ filters, kernel, stride, padding }: Sliding): LayerSpec {
  return { type: 'conv2d', filters, kernel, stride, padding };
}

/** The graph's own node of such a layer. @throws ProblemError where the kernel does not fit. */
export function nodeOf(input: Shape, sliding: Sliding): GraphNode {
  const [node] = buildProbeGraph(model([layerOf(sliding)], input)).nodes;
  if (!node) throw new RangeError('no layer');
  return node;
}

/** A strip of W numbers slides as each row of a picture of W × W does. */
export function stripNode(strip: readonly number[], stride: number, padding: Sliding['padding']): GraphNode {
  const side = strip.length;
  return nodeOf({ channels: 1, height: side, width: side }, { kernel: STRIP_KERNEL.length, stride, padding, filters: 1 });
}

/** The output size before it is rounded down: (W − F + P) / S + 1 along a row, P counting the zeros of both ends. */
export function exactSize({ input, window }: GraphNode): number {
  if (!window) return input.width;
  return (input.width - spanOf(window) + window.before.columns + window.after.columns) / window.stride + 1;
}

/** y[i] = Σ w[u] · x[S·i + u − P], u over the kernel: its middle row is the strip's kernel, and meets the strip as its only row. */
export function stripOutput(strip: readonly number[], { window, output }: GraphNode): readonly number[] {
  if (!window) return [];
  const around = STRIP_KERNEL.map(() => 0);
  const rows = { rows: Math.floor(window.kernel / 2) };
  const sliding = {
    batch: 1,
    input: { channels: 1, height: 1, width: strip.length },
    output: { channels: 1, height: 1, width: output.width },
    window: { ...window, before: { ...window.before, ...rows }, after: { ...window.after, ...rows } },
  };
  const weights = [...around, ...STRIP_KERNEL, ...around];
  const { output: values } = convolution(sliding, { batch: 1, input: strip, outputGradient: [], parameters: [weights] });
  return [...values];
}

/** A number of the strip under the window; where it lies in the strip, or outside of it among the zeros. */
export interface Tap {
  readonly index: number;
  readonly value: number;
  readonly weight: number;
  readonly isPadding: boolean;
}

/** What lies under the window at a step. */
export function tapsOf(strip: readonly number[], { window }: GraphNode, step: number): readonly Tap[] {
  if (!window) return [];
  return STRIP_KERNEL.map((weight, offset) => {
    const index = step * window.stride - window.before.columns + offset;
    const value = strip[index];
    return { index, value: value ?? 0, weight, isPadding: value === undefined };
  });
}
