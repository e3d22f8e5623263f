import { beforeEach, expect, it } from 'vitest';
import { presets } from '../../../src/engine/graph/presets';
import { hearRangeTest, useRangeTest } from '../../../src/state/rangeTest';
import { settingDefaults } from '../../../src/state/settings';

const run = { model: presets.small, training: settingDefaults };
const range = { lowest: 1e-5, highest: 1, steps: 20 };
const points = [{ rate: 1e-5, loss: 2.3, smooth: 2.3 }];
const state = () => useRangeTest.getState();

beforeEach(() => {
  useRangeTest.setState({ report: undefined, asked: undefined, problem: undefined });
  state().begin(run, range);
});

it('is under way until its report says that it is over, and the report stays', () => {
  hearRangeTest({ type: 'rangeTest', report: { points, over: false, through: false, suggestion: undefined } });
  expect(state()).toMatchObject({ asked: range, report: { points } });
  hearRangeTest({ type: 'rangeTest', report: { points, over: true, through: true, suggestion: 0.02 } });
  expect(state()).toMatchObject({ asked: undefined, report: { points, suggestion: 0.02 } });
});

it('begins anew without the report and the problem of the test before', () => {
  hearRangeTest({ type: 'rangeTestProblem', problem: { code: 'training.outOfMemory', params: {} } });
  hearRangeTest({ type: 'rangeTest', report: { points: [], over: true, through: true, suggestion: undefined } });
  expect(state()).toMatchObject({ asked: undefined, problem: { code: 'training.outOfMemory' } });
  state().begin(run, range);
  expect(state()).toMatchObject({ asked: range, report: undefined, problem: undefined });
});

it('does not wait for a device that is lost', () => {
  hearRangeTest({ type: 'device', report: { status: 'lost', reason: 'unknown', detail: '' } });
  expect(state().asked).toBeUndefined();
});
