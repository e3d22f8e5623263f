import { beforeEach, expect, it } from 'vitest';
import { presets } from '../../../src/engine/graph/presets';
import { hearProfile, useProfile } from '../../../src/state/profile';
import { useSettings } from '../../../src/state/settings';
import type { ProfileReport } from '../../../src/worker/messages';

const run = { model: presets.small, training: useSettings.getState().values };
const report: ProfileReport = {
  ...{ device: 'a card', batch: 8, method: 'submits', rows: [], stepMilliseconds: 3 },
  peaks: { flopsPerSecond: 1, bytesPerSecond: 1 },
};

beforeEach(() => useProfile.setState({ measured: undefined, asked: undefined, progress: undefined, problem: undefined }));

it('keeps a report with the run that it is of, and is free again', () => {
  useProfile.getState().measure(run);
  hearProfile({ type: 'profileProgress', progress: { done: 1, total: 5 } });
  expect(useProfile.getState()).toMatchObject({ asked: run, progress: { done: 1, total: 5 } });
  hearProfile({ type: 'profile', report });
  hearProfile({ type: 'profileProgress' });
  expect(useProfile.getState()).toMatchObject({ measured: { report, run }, asked: undefined, progress: undefined });
});

it('keeps the last report through a problem, which the next measurement puts aside', () => {
  useProfile.setState({ measured: { report, run } });
  useProfile.getState().measure(run);
  hearProfile({ type: 'profileProblem', problem: { code: 'training.outOfMemory', params: {} } });
  hearProfile({ type: 'profileProgress' });
  expect(useProfile.getState()).toMatchObject({ measured: { report }, asked: undefined, problem: { code: 'training.outOfMemory' } });
  useProfile.getState().measure(run);
  expect(useProfile.getState().problem).toBeUndefined();
});

it('does not wait for a device that is lost', () => {
  useProfile.getState().measure(run);
  hearProfile({ type: 'device', report: { status: 'lost', reason: 'unknown', detail: '' } });
  expect(useProfile.getState().asked).toBeUndefined();
});
