import { describe, expect, it } from 'vitest';
import { analyse, buildProbeGraph, type GraphNode } from '../../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';
import type { Shape } from '../../../src/engine/shape';

const PICTURE: Shape = { channels: 3, height: 32, width: 32 };

function lastOf(layers: readonly LayerSpec[], input = PICTURE): GraphNode {
  return buildProbeGraph(model(layers, input)).nodes.at(-1) as GraphNode;
}
const sides = ({ output }: GraphNode) => [output.channels, output.height, output.width];
const shapesOf = ({ parameters }: GraphNode) => parameters.map(({ name, shape, fanIn, fanOut }) => [name, shape, fanIn, fanOut]);
const problemOf = (...layers: LayerSpec[]) => analyse(model(layers)).problem;

describe('a dilated convolution', () => {
  it.each([
    [{ kernel: 3, dilation: 2, padding: 0 }, 28],
    [{ kernel: 3, dilation: 2, padding: 2 }, 32],
    [{ kernel: 3, dilation: 4, padding: 1, stride: 2 }, 13],
    [{ kernel: 5, dilation: 3, padding: 'same' }, 32],
    [{ kernel: 5, dilation: 3, padding: 'same', stride: 3 }, 11],
    [{ kernel: 1, dilation: 16, padding: 0 }, 32],
  ])('has ⌊(W − (D(F − 1) + 1) + 2P)/S⌋ + 1 rows and columns: %j', (options, side) => {
    expect(sides(lastOf([{ type: 'conv2d', filters: 4, ...options }]))).toEqual([4, side, side]);
  });

  it('sees as far as its kernel spans, times the strides before it', () => {
    const dilated = { type: 'conv2d', kernel: 3, dilation: 4, stride: 2 } as const;
    expect(lastOf([dilated]).receptiveField).toEqual({ size: 9, jump: 2 });
    expect(lastOf([dilated, { ...dilated, dilation: 2 }]).receptiveField).toEqual({ size: 9 + 4 * 2, jump: 4 });
  });

  it('says what its span leaves over at the edge, and what would mend it', () => {
    // 32 − 7 = 25 is odd; no padding mends that, since zeros come in pairs.
    expect(lastOf([{ type: 'conv2d', kernel: 3, dilation: 3, stride: 2, padding: 0 }]).leftover).toEqual({ rows: 1, columns: 1, stride: 1 });
    // 32 − 5 + 2P is a multiple of 3 for a P of 0, 3, and so on.
    expect(lastOf([{ type: 'conv2d', kernel: 3, dilation: 2, stride: 3, padding: 2 }]).leftover).toMatchObject({ rows: 1, padding: 3 });
  });

  it('leaves nothing over where a stride beyond its span leaves as much out between any two windows', () => {
    expect(lastOf([{ type: 'conv2d', kernel: 1, stride: 2 }]).leftover).toBeUndefined();
    expect(lastOf([{ type: 'maxPool2d', size: 2, stride: 4 }]).leftover).toBeUndefined();
    // 33 − 2 = 31 leaves 3, and 2 lie between windows.
    expect(lastOf([{ type: 'maxPool2d', size: 2, stride: 4 }], { channels: 3, height: 33, width: 32 }).leftover).toMatchObject({ rows: 3 });
  });

  it('is refused where it spans more than its padded input', () => {
    expect(problemOf({ type: 'conv2d', kernel: 3, dilation: 16, padding: 0 })).toEqual({
      code: 'model.kernelTooLarge',
      params: { kernel: 33, rows: 32, columns: 32 },
      path: 'layers[0]',
    });
    expect(sides(lastOf([{ type: 'conv2d', kernel: 3, dilation: 16, padding: 1 }]))).toEqual([16, 2, 2]);
  });

  it('costs what one without dilation does', () => {
    const options = { type: 'conv2d', filters: 16, kernel: 5 } as const;
    expect(lastOf([{ ...options, dilation: 3 }]).multiplyAdds).toBe(lastOf([options]).multiplyAdds);
    expect(lastOf([{ ...options, dilation: 3 }]).parameterCount).toBe(1216);
  });
});

describe('a convolution in groups', () => {
  const wide: LayerSpec = { type: 'conv2d', filters: 12, kernel: 1 };

  it('has weights and fans as torch.nn.Conv2d does', () => {
    const node = lastOf([wide, { type: 'conv2d', filters: 8, kernel: 3, groups: 4 }]);
    expect(shapesOf(node)).toEqual([
      ['weight', [8, 3, 3, 3], 27, 72],
      ['bias', [8], 27, 72],
    ]);
    expect(node.multiplyAdds).toBe(8 * 32 * 32 * 27);
  });

  it('has one kernel a channel where it is depthwise', () => {
    const node = lastOf([wide, { type: 'conv2d', filters: 12, kernel: 3, groups: 12, bias: false }]);
    expect(shapesOf(node)).toEqual([['weight', [12, 1, 3, 3], 9, 108]]);
    expect(node.multiplyAdds).toBe(12 * 32 * 32 * 9);
  });

  it.each([
    [{ filters: 12, groups: 5 }, 12],
    [{ filters: 8, groups: 3 }, 4],
    [{ filters: 9, groups: 9 }, 3],
  ])('is refused where groups do not come out even, with what would: %j', (options, most) => {
    expect(problemOf(wide, { type: 'conv2d', ...options })).toEqual({
      code: 'model.groupsUneven',
      params: { groups: options.groups, channels: 12, filters: options.filters, most },
      path: 'layers[1].groups',
    });
  });
});

describe('a locally connected layer', () => {
  it('has a kernel for each filter and position, and one bias a filter', () => {
    const node = lastOf([{ type: 'locallyConnected2d', filters: 100, kernel: 5, padding: 'valid' }]);
    expect(sides(node)).toEqual([100, 28, 28]);
    expect(shapesOf(node)).toEqual([
      ['weight', [100, 28, 28, 3, 5, 5], 75, 2500],
      ['bias', [100], 75, 2500],
    ]);
    expect(node.parameterCount).toBe(5_880_100);
    expect(node.multiplyAdds).toBe(5_880_000);
    expect(node.receptiveField).toEqual({ size: 5, jump: 1 });
  });

  it('leaves over, and is refused, as a convolution', () => {
    const options = { kernel: 4, stride: 3, padding: 0 };
    expect(lastOf([{ type: 'locallyConnected2d', ...options }]).leftover).toEqual(lastOf([{ type: 'conv2d', ...options }]).leftover);
    expect(problemOf({ type: 'locallyConnected2d', kernel: 33, padding: 0 })?.code).toBe('model.kernelTooLarge');
  });
});

describe('layers behind a flatten', () => {
  const flatten = { type: 'flatten' } as const;
  const relu = { type: 'relu' } as const;
  const small: LayerSpec = { type: 'conv2d', filters: 8, kernel: 5, padding: 2 };
  const pool: LayerSpec = { type: 'maxPool2d', size: 2, stride: 2 };
  const end: LayerSpec = { type: 'dense', units: 10 };
  const of = (...layers: LayerSpec[]) => analyse(model(layers));

  it('see all of the picture once they weigh its places', () => {
    const { nodes } = of(small, flatten, relu, small, end);
    expect(nodes.map(({ receptiveField: { size } }) => size)).toEqual([5, 5, 5, Infinity, Infinity]);
    expect(nodes.map(({ receptiveField: { flattened } }) => flattened)).toEqual([undefined, ...Array.from({ length: 4 }, () => 'layers[1]')]);
    expect(of({ type: 'globalAvgPool' }, { type: 'conv2d', filters: 10, kernel: 1 }).nodes.at(-1)?.receptiveField.size).toBe(Infinity);
    // A vector to begin with is lined up by nothing.
    expect(of({ type: 'conv2d', filters: 4, kernel: 32, padding: 0 }, flatten, end).nodes.map(({ receptiveField: { size } }) => size)).toEqual([32, 32, 32]);
  });

  it('have it blamed for what they find no room for', () => {
    const early = (path: string, at: string, kernel: number) => ({ code: 'model.flattenEarly', params: { kernel, at }, path });
    const { problem, nodes } = of(flatten, small, pool, end);
    expect(problem).toEqual(early('layers[0]', 'layers[2]', 2));
    expect(nodes).toHaveLength(2);
    expect(of(small, flatten, relu, { type: 'conv2d', kernel: 3, padding: 0 }).problem).toEqual(early('layers[1]', 'layers[3]', 3));
    expect(of(flatten, small, { type: 'residual', layers: [pool], shortcut: [] }).problem).toEqual(early('layers[0]', 'layers[2].layers[0]', 2));
    expect(of(small, pool, pool, pool, pool, pool, pool).problem).toMatchObject({ code: 'model.kernelTooLarge', path: 'layers[6]' });
  });

  it('work where their windows fit', () => {
    expect(of(flatten, small, relu, end).graph).toBeDefined();
  });
});
