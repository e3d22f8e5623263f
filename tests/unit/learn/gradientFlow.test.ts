import { beforeEach, expect, it } from 'vitest';
import { presets } from '../../../src/engine/graph/presets';
import { hearGradientFlow, useGradientFlow } from '../../../src/state/gradientFlow';
import { settingDefaults } from '../../../src/state/settings';

const runs = [{ model: presets.small, training: settingDefaults }];
const state = () => useGradientFlow.getState();

beforeEach(() => state().begin(runs, 5));

it('gathers the readings of a measurement until it is over, and they stay', () => {
  hearGradientFlow({ type: 'gradientFlow', readings: [[[1, 2]], [[3, 4]]] });
  expect(state()).toMatchObject({ runs, isUnderWay: true, readings: [[[1, 2]], [[3, 4]]] });
  hearGradientFlow({ type: 'gradientFlow', readings: [[[5, 6]]] });
  hearGradientFlow({ type: 'gradientFlowOver' });
  expect(state()).toMatchObject({ isUnderWay: false, problem: undefined, readings: [[[1, 2]], [[3, 4]], [[5, 6]]] });
});

it('begins anew without the readings and the problem of the one before', () => {
  hearGradientFlow({ type: 'gradientFlow', readings: [[[1, 2]]] });
  hearGradientFlow({ type: 'gradientFlowOver', problem: { code: 'training.outOfMemory', params: {} } });
  expect(state()).toMatchObject({ isUnderWay: false, problem: { code: 'training.outOfMemory' } });
  state().begin(runs, 5);
  expect(state()).toMatchObject({ isUnderWay: true, readings: [], problem: undefined });
});

it('does not wait for a device that is lost', () => {
  hearGradientFlow({ type: 'device', report: { status: 'lost', reason: 'unknown', detail: '' } });
  expect(state().isUnderWay).toBe(false);
});
