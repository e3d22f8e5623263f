import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { kernelOffset, kernelViews } from '../../../src/engine/explain/kernelViews';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';
import { hearKernels, useKernels } from '../../../src/state/kernels';
import { blend, limitOf, tilesOf, valuesOf } from '../../../src/ui/inside/kernels/tiles';

const views = (...layers: readonly LayerSpec[]) => kernelViews(buildGraph(model(layers)));
const conv = (filters: number, rest = {}): LayerSpec => ({ type: 'conv2d', filters, kernel: 3, ...rest });
const flatten: LayerSpec = { type: 'flatten' };
const dense = (units: number): LayerSpec => ({ type: 'dense', units });

describe('the kernels of a network', () => {
  it('are those of its convolutions, in colour where they see the picture', () => {
    const found = views(conv(6), { type: 'relu' }, conv(4, { groups: 2 }), flatten, dense(10));
    expect(found.slice(0, 2)).toEqual([
      { path: 'layers[0]', name: '0.weight', filters: 6, kind: 'filter', channels: 3, rows: 3, columns: 3, isColour: true },
      { path: 'layers[2]', name: '2.weight', filters: 4, kind: 'filter', channels: 3, rows: 3, columns: 3, isColour: false },
    ]);
  });

  it('of a dense layer are as large as what was flattened before it; else all its weights are one picture', () => {
    const found = views({ type: 'avgPool2d', size: 4, stride: 4 }, flatten, { type: 'dropout' }, dense(12), { type: 'relu' }, dense(10));
    expect(found).toMatchObject([
      { filters: 12, kind: 'unit', channels: 3, rows: 8, columns: 8, isColour: true },
      { filters: 1, channels: 1, rows: 10, columns: 12, isColour: false },
    ]);
  });

  it('of a locally connected layer are others at every position', () => {
    const [view] = views({ type: 'locallyConnected2d', filters: 2, kernel: 5, stride: 16, padding: 0 }, flatten, dense(10));
    expect(view).toMatchObject({ filters: 2, channels: 3, rows: 5, columns: 5, positions: { rows: 2, columns: 2 } });
    // [filters 2][positions 2 × 2][channels 3][5][5]
    expect(view && kernelOffset(view, { filter: 1, position: 3, channel: 2 })).toBe(((1 * 4 + 3) * 3 + 2) * 25);
  });
});

describe('the tiles of a layer', () => {
  const [view] = views({ ...conv(2), kernel: 1 }, { type: 'globalAvgPool' }, flatten, dense(10));
  if (!view) throw new Error('no kernels');
  const weights = Float32Array.of(1, 2, 3, 4, 5, 6);
  const choice = { mode: 'weights', along: 'channel', index: 1, position: 0 } as const;

  it('are one channel of every filter, every channel of one, or all three as colours', () => {
    const values = (tiles: ReturnType<typeof tilesOf>) => tiles.map((tile) => [...valuesOf(view, weights, tile, 0)]);
    expect(values(tilesOf(view, choice))).toEqual([[2], [5]]);
    expect(values(tilesOf(view, { ...choice, along: 'filter' }))).toEqual([[4], [5], [6]]);
    expect(values(tilesOf(view, { ...choice, mode: 'colours' }))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it('share one scale over all snapshots', () => {
    const snapshots = [
      { step: 0, weights: Float32Array.of(1, -8) },
      { step: 3, weights: Float32Array.of(4, -6) },
    ];
    expect(limitOf(snapshots, 'weights')).toBe(8);
    expect(limitOf(snapshots, 'colours')).toBe(8);
    expect(limitOf(snapshots, 'change')).toBe(3);
  });

  it('in colour are mid-grey at zero, and dark or bright at the limit', () => {
    expect(blend([0, 0, 0], 2)).toEqual([128, 128, 128]);
    expect(blend([-2, 1, 2], 2)).toEqual([0, 191, 255]);
    expect(blend([0, 0, 0], 0)).toEqual([128, 128, 128]);
  });
});

describe('the page', () => {
  const tell = (path: string, steps: readonly number[], fresh: readonly number[]) =>
    hearKernels({ type: 'kernels', report: { path, steps, fresh: new Map(fresh.map((step) => [step, Float32Array.of(step)])) } });
  const known = () => useKernels.getState().layer?.snapshots.map(({ step, weights }) => [step, weights[0]]);

  it('keeps the snapshots that there still are, and takes in new ones', () => {
    tell('layers[0]', [0, 1, 2], [0, 1, 2]);
    tell('layers[0]', [0, 2, 5], [5]);
    expect(known()).toEqual([
      [0, 0],
      [2, 2],
      [5, 5],
    ]);
    tell('layers[3]', [0], [0]);
    expect(useKernels.getState().layer?.path).toBe('layers[3]');
    expect(known()).toEqual([[0, 0]]);
  });
});
