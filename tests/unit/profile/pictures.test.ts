import { expect, it } from 'vitest';
import type { ProfileReport, ProfileRow } from '../../../src/engine/profile/report';
import { layerTimes } from '../../../src/ui/profile/layerTimes';
import { along, rooflinePicture } from '../../../src/ui/profile/rooflineScales';

const row = (path: string, pass: ProfileRow['pass'], milliseconds: number, flops: number, bytes: number): ProfileRow => ({
  ...{ path, pass, kernel: 'conv2d', variant: 'direct' },
  ...{ milliseconds, flops, bytes },
});

const report: ProfileReport = {
  ...{ device: 'a card', batch: 8, method: 'submits', stepMilliseconds: 8 },
  // The roof bends at 100 operations a byte.
  peaks: { flopsPerSecond: 1e12, bytesPerSecond: 1e10 },
  rows: [
    row('batch', 'load', 1, 0, 1e6),
    row('layers[0]', 'forward', 2, 4e8, 1e6),
    row('loss', 'loss', 0.5, 0, 1e3),
    row('layers[0]', 'backward', 1, 1e7, 1e6),
    row('layers[0]', 'backward', 3, 4e8, 2e6),
    row('update', 'update', 0.25, 0, 1e5),
  ],
};

it('adds up the operators of a layer, loading and loss among the way forward, the update among the way back', () => {
  expect(layerTimes(report)).toEqual([
    { path: 'batch', forward: 1, backward: 0, flops: 0, bytes: 1e6 },
    { path: 'layers[0]', forward: 2, backward: 4, flops: 8.1e8, bytes: 4e6 },
    { path: 'loss', forward: 0.5, backward: 0, flops: 0, bytes: 1e3 },
    { path: 'update', forward: 0, backward: 0.25, flops: 0, bytes: 1e5 },
  ]);
});

it('compares each operator that computes with the roof above it', () => {
  const { points, best, roof } = rooflinePicture(report);
  expect(points.map(({ intensity, rate }) => [intensity, rate])).toEqual([
    [400, 2e11],
    [10, 1e10],
    [200, 4e8 / 3e-3],
  ]);
  // To the right of the bend the roof is flat; at 10 operations a byte it is 10 times the bytes a second.
  expect(points.map(({ ofRoof }) => ofRoof)).toEqual([0.2, 0.1, 4e8 / 3e-3 / 1e12]);
  expect(best).toBe(2e11);
  expect(roof[1]).toEqual([100, 1e12]);
});

it('shows every point and the whole roof', () => {
  const { points, x, y, roof } = rooflinePicture(report);
  for (const [scale, values] of [
    [x, [...points.map(({ intensity }) => intensity), ...roof.map(([intensity]) => intensity)]],
    [y, [...points.map(({ rate }) => rate), ...roof.map(([, rate]) => rate)]],
  ] as const) {
    for (const value of values) {
      expect(along(scale, value)).toBeGreaterThanOrEqual(0);
      expect(along(scale, value)).toBeLessThanOrEqual(1);
    }
  }
});
