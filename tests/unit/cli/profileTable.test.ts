import { expect, it } from 'vitest';
import { profileTable } from '../../../src/cli/profileTable';
import type { ProfileReport } from '../../../src/engine/profile/report';

const report: ProfileReport = {
  ...{ device: 'a card', batch: 32, method: 'timestamps', stepMilliseconds: 10, peaks: { flopsPerSecond: 5e12, bytesPerSecond: 3e11 } },
  rows: [
    { path: 'batch', pass: 'load', kernel: 'loadBatch', variant: 'direct', milliseconds: 0.5, flops: 0, bytes: 1e6 },
    { path: 'layers[0]', pass: 'forward', kernel: 'conv2d', variant: 'tiled', milliseconds: 4.5, flops: 9e9, bytes: 9e6 },
    { path: 'layers[0]', pass: 'backward', kernel: 'conv2dWeightGrad', variant: 'tiled', milliseconds: 3, flops: 9e9, bytes: 1.5e7 },
  ],
};

it('is a table with a line a dispatch, its time, share and rates, then the whole', () => {
  expect(profileTable(report).split('\n')).toEqual([
    "profile: a step of 32 pictures, each dispatch by the device's timestamps",
    'layer      pass      kernel                     ms    share  GFLOP/s  GB/s',
    'batch      load      loadBatch/direct        0.500    6.3 %        –  2.00',
    'layers[0]  forward   conv2d/tiled            4.500   56.3 %  2000.00  2.00',
    'layers[0]  backward  conv2dWeightGrad/tiled  3.000   37.5 %  3000.00  5.00',
    'all                                          8.000  100.0 %  2250.00  3.13',
    'step: 10.000 ms as a whole; its dispatches add up to 80.0 % of that',
    'peaks of the adapter: 5000.00 GFLOP/s, 300.00 GB/s',
    'best of any dispatch: 3000.00 GFLOP/s, 5.00 GB/s',
    '',
  ]);
});

it('says how it was measured where the device has no timestamps', () => {
  expect(profileTable({ ...report, method: 'submits' })).toContain('by submits of it alone, repeated');
});
