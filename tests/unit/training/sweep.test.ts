import { beforeEach, describe, expect, it } from 'vitest';
import { presets } from '../../../src/engine/graph/presets';
import { useData } from '../../../src/state/data';
import { ranked } from '../../../src/state/listedRuns';
import { settingDefaults, settingNames } from '../../../src/state/settings';
import { hearSweep, sweepCsv, useSweep } from '../../../src/state/sweep';
import { axisOf, choicesOf, draftOf, sweptNames, withCombination } from '../../../src/state/sweepAxes';
import { planOf } from '../../../src/ui/sweep/sweepPlan';
import type { DataSummary, SweepOutcome } from '../../../src/worker/messages';

const base = { model: presets.small, training: settingDefaults };
const state = () => useSweep.getState();
const problem = (code: string, params: object = {}) => expect.objectContaining({ problem: { code, params } });

describe('a setting of a sweep', () => {
  it('is any that the form shows, but for a length and its validations', () => {
    const names = sweptNames(settingDefaults);
    expect(names).toEqual(expect.arrayContaining(['learningRate', 'batchSize', 'optimizer', 'momentum', 'nesterov', 'flip', 'precision', 'seed']));
    for (const name of ['epochs', 'validateEvery', 'validationPictures', 'patience', 'warmup', 'beta1'] as const) expect(names).not.toContain(name);
    expect(sweptNames({ ...settingDefaults, schedule: 'oneCycle', optimizer: 'adam' })).toEqual(expect.arrayContaining(['warmup', 'beta1']));
  });

  it('begins with what makes a sweep of it, whichever it is', () => {
    for (const name of settingNames) {
      const { values } = axisOf(draftOf(name, settingDefaults));
      expect(values.length, name).toBeGreaterThan(1);
    }
    expect(draftOf('learningRate', settingDefaults).text).toBe('0.003, 0.01, 0.03');
    expect(draftOf('weightDecay', settingDefaults).text).toBe('0, 0.0001, 0.001');
    expect(draftOf('momentum', settingDefaults).text).toBe('0.85, 0.9, 0.95');
    expect(draftOf('batchSize', settingDefaults).text).toBe('56, 64, 72');
    expect(draftOf('brightness', settingDefaults).text).toBe('0, 0.1');
  });

  it('has values within its limits, in the order of a choice', () => {
    const draft = draftOf('batchSize', settingDefaults);
    expect(axisOf({ ...draft, text: '16 65536' })).toEqual({ name: 'batchSize', values: [16, 65536] });
    expect(() => axisOf({ ...draft, text: '16 65537' })).toThrow(problem('sweep.outOfRange', { value: '65537', min: 1, max: 65_536 }));
    expect(() => axisOf({ ...draft, text: '1.5' })).toThrow(problem('sweep.notWhole', { value: '1.5' }));
    expect(axisOf({ name: 'optimizer', text: '', picked: ['lion', 'sgd'] }).values).toEqual(['sgd', 'lion']);
    expect(() => axisOf({ name: 'nesterov', text: '', picked: [] })).toThrow(problem('sweep.noValues'));
    expect(choicesOf('nesterov')).toEqual([false, true]);
    expect(choicesOf('testTimeAugmentation')).toEqual([0, 1, 2]);
    expect(choicesOf('learningRate')).toBeUndefined();
  });

  it('is set in the order of the form: an optimiser with what suits it, and its own settings behind it', () => {
    const swept = withCombination(settingDefaults, [
      { name: 'beta2', value: 0.95 },
      { name: 'optimizer', value: 'lion' },
    ]);
    expect(swept).toEqual({ ...settingDefaults, optimizer: 'lion', beta1: 0.9, beta2: 0.95 });
    // The optimiser that there is keeps what the form says.
    const own = { ...settingDefaults, momentum: 0.5 };
    expect(withCombination(own, [{ name: 'optimizer', value: 'sgd' }])).toEqual(own);
  });
});

describe('the sweep that the form describes', () => {
  const rate = { ...draftOf('learningRate', settingDefaults), text: '0.1, 0.2' };
  const batch = { ...draftOf('batchSize', settingDefaults), text: '8 16 32' };

  it('has a run for each value, or for each pair', () => {
    expect(planOf(rate, undefined)).toMatchObject({ count: 2, axes: [{ name: 'learningRate', values: [0.1, 0.2] }] });
    expect(planOf(rate, batch)).toMatchObject({ count: 6, axes: [{ name: 'learningRate' }, { name: 'batchSize' }] });
  });

  it('says at which of the two something is wrong, or with both together', () => {
    const code = (name: string) => expect.objectContaining({ code: `sweep.${name}` });
    const broken = planOf({ ...rate, text: 'fast' }, { ...batch, text: '0' });
    expect(broken).toMatchObject({ count: 0, problems: { first: code('notANumber'), second: code('outOfRange') } });
    expect(planOf(rate, { ...batch, text: '' })).toMatchObject({ count: 0, problems: { first: undefined, second: code('noValues') } });
    const many = { ...batch, text: Array.from({ length: 13 }, (_, index) => index + 1).join() };
    expect(planOf(rate, many)).toMatchObject({ count: 0, problems: { whole: code('tooManyRuns') } });
  });
});

const trained = (accuracy: number, trainingLoss = 2): SweepOutcome => ({
  ...{ kind: 'trained', trainingLoss, seconds: 1.5 },
  validation: { loss: 1, accuracy, pictures: 500, right: new Uint8Array() },
});

describe('a sweep', () => {
  beforeEach(() => {
    useData.setState({ summary: { trainCount: 1000 } as DataSummary });
    useSweep.setState({ axes: [], runs: [], underWay: false, problem: undefined });
    state().begin(base, [{ name: 'learningRate', values: [0.1, 0.2, 0.3] }], { steps: 20 });
  });

  const report = (run: number, losses: readonly number[], outcome?: SweepOutcome) =>
    hearSweep({ type: 'sweep', of: 'sweep', report: { run, losses, ...(outcome ? { outcome } : {}) } });

  it('has a run for each combination, as long as it takes with its settings', () => {
    expect(state().runs.map(({ steps }) => steps)).toEqual([20, 20, 20]);
    state().begin(
      base,
      [
        { name: 'batchSize', values: [10, 64] },
        { name: 'accumulate', values: [1, 2] },
      ],
      { epochs: 2 },
    );
    expect(state().runs.map(({ steps }) => steps)).toEqual([200, 100, 32, 16]);
    expect(state()).toMatchObject({ underWay: true, axes: [{ name: 'batchSize' }, { name: 'accumulate' }] });
  });

  it('takes in losses and outcomes until it is over, and keeps them', () => {
    report(0, [2.3, 2.2]);
    report(0, [2.1], trained(0.25));
    report(1, [2.3]);
    expect(state().runs.map(({ losses }) => losses)).toEqual([[2.3, 2.2, 2.1], [2.3], []]);
    expect(state().runs[0]?.outcome).toEqual(trained(0.25));
    expect(state().underWay).toBe(true);
    state().stop();
    expect(state().underWay).toBe(true);
    report(1, []);
    hearSweep({ type: 'sweepOver', of: 'sweep' });
    expect(state()).toMatchObject({ underWay: false, problem: undefined });
    expect(state().runs[1]).toMatchObject({ losses: [2.3], outcome: undefined });
  });

  it('is over with a problem where it cannot go on, and where the device is lost', () => {
    hearSweep({ type: 'sweepOver', of: 'sweep', problem: { code: 'training.workerFailed', params: { detail: 'x' } } });
    expect(state()).toMatchObject({ underWay: false, problem: { code: 'training.workerFailed' } });
    state().begin(base, [{ name: 'seed', values: [1, 2] }], { steps: 5 });
    expect(state()).toMatchObject({ underWay: true, problem: undefined });
    hearSweep({ type: 'device', report: { status: 'lost', reason: 'unknown', detail: '' } });
    expect(state().underWay).toBe(false);
  });

  it('has the best run first, and those that came to nothing last', () => {
    report(0, [9], { kind: 'diverged', step: 2 });
    report(1, [2], trained(0.25));
    report(2, [2], trained(0.5));
    expect(ranked(state().runs).map(({ combination: [setting] }) => setting?.value)).toEqual([0.3, 0.2, 0.1]);
  });

  it('is a table as CSV', () => {
    report(0, [9, 8], trained(0.5, 8.5));
    report(1, [9], { kind: 'diverged', step: 2 });
    expect(sweepCsv(state())).toBe(
      'learningRate,outcome,steps,trainingLoss,validationLoss,validationAccuracy,seconds\n' +
        '0.1,trained,2,8.5,1,0.5,1.5\n0.2,diverged,1,,,,\n0.3,unfinished,0,,,,\n',
    );
  });
});
