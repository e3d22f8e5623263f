import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';
import { pickStruct, stepStruct } from '../../../src/engine/kernels/shared';
import { planTraining } from '../../../src/engine/plan/plan';
import { traitsFor } from '../../../src/engine/plan/traits';
import { intensityOf, rateOf, workOf } from '../../../src/engine/profile/arithmetic';
import { bestRates, sumMilliseconds, type ProfileRow } from '../../../src/engine/profile/report';

const unlimited = { maxWorkgroupsPerDimension: 65_535, maxBindingBytes: Infinity, maxBufferBytes: Infinity };

describe('the work of a dispatch', () => {
  /** Two pictures of 3 × 8 × 8, eight filters of 5 × 5, then a second convolution so that the first one's output has a gradient. */
  const layers: readonly LayerSpec[] = [
    { type: 'conv2d', filters: 8, kernel: 5 },
    { type: 'conv2d', filters: 4, kernel: 3 },
    { type: 'flatten' },
    { type: 'dense' },
  ];
  const { dispatches } = planTraining(buildGraph(model(layers, { channels: 3, height: 8, width: 8 })), 2, traitsFor(true, unlimited));
  const find = (path: string, kernel: string) => {
    const found = dispatches.find((dispatch) => dispatch.path === path && dispatch.kernel === kernel);
    if (!found) throw new Error(`no ${kernel} of ${path}`);
    return workOf(found);
  };

  it('of a convolution: two for each multiply-add, and its input, weights, bias and output once', () => {
    const { flops, bytes } = find('layers[0]', 'conv2d');
    expect(flops).toBe(2 * (2 * 8 * 8) * 8 * (5 * 5 * 3));
    // Three channels lie in a group of four; a weight is 4 × 4 floats for each pair of groups.
    const [input, weights, bias, output] = [2 * 8 * 8 * 4 * 4, 5 * 5 * 1 * 2 * 16 * 4, 8 * 4, 2 * 8 * 8 * 8 * 4];
    expect(bytes).toBe(input + weights + bias + output);
    expect(intensityOf({ flops, bytes })).toBe(153_600 / 9376);
  });

  it("of an input's gradient: what is bound twice counts once", () => {
    const { flops, bytes } = find('layers[1]', 'conv2dInputGrad');
    expect(flops).toBe(2 * (2 * 8 * 8) * 4 * (3 * 3 * 8));
    const [outputGradient, weights, inputGradient] = [2 * 8 * 8 * 4 * 4, 3 * 3 * 2 * 1 * 16 * 4, 2 * 8 * 8 * 8 * 4];
    expect(bytes).toBe(outputGradient + weights + inputGradient);
  });

  it('of loading: settings, what is said of each picture, scales and shifts, and what is made; lent memory is left out', () => {
    expect(find('batch', 'loadBatch')).toEqual({ flops: 0, bytes: stepStruct.bytes + 2 * pickStruct.bytes + 2 * 16 + 2 * 8 * 8 * 4 * 4 });
  });
});

describe('figures of a report', () => {
  const row = (milliseconds: number, flops: number, bytes: number): ProfileRow => ({
    ...{ path: 'layers[0]', pass: 'forward', kernel: 'conv2d', variant: 'direct' },
    ...{ milliseconds, flops, bytes },
  });
  const rows = [row(2, 4e6, 1000), row(0.5, 0, 2000)];

  it('adds up the times and finds the best rates', () => {
    expect(sumMilliseconds({ rows })).toBe(2.5);
    expect(bestRates({ rows })).toEqual({ flopsPerSecond: 2e9, bytesPerSecond: 4e6 });
  });

  it('has no rate for what took no time that could be told', () => {
    expect(rateOf(100, 0)).toBe(0);
  });
});
