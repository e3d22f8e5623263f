import { beforeEach, describe, expect, it, vi } from 'vitest';
import { noAugmentation } from '../../../src/engine/pictures/augmentation';
import { optimiserNames } from '../../../src/engine/optim/optimisers';
import {
  changedIn,
  defaultsFor,
  isShown,
  liveChanges,
  liveNames,
  liveOf,
  picturesOfStep,
  settingDefaults,
  settingGroups,
  settingNames,
} from '../../../src/state/settings';

/** The store of a visit to which the browser brings back `kept`. */
async function visit(kept?: object) {
  vi.resetModules();
  const items = new Map(kept ? [['kernelgarten.settings', JSON.stringify({ state: { values: kept }, version: 0 })]] : []);
  const localStorage = { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => items.set(key, value) };
  vi.stubGlobal('window', { localStorage });
  const { useSettings } = await import('../../../src/state/settings');
  return useSettings;
}

beforeEach(() => () => vi.unstubAllGlobals());

describe('the augmentations in the form', () => {
  it('are none at first, and are set one by one', async () => {
    const settings = await visit();
    expect(settings.getState().values).toEqual(settingDefaults);
    settings.getState().set('cutout', 8);
    settings.getState().set('flip', 'alternating');
    expect(settings.getState().values).toEqual({ ...settingDefaults, flip: 'alternating', cutout: 8 });
  });

  it.each([
    [
      { flip: 'random', shift: 8, shiftPadding: 'reflect', mixup: 0.2 },
      { flip: 'random', shift: 8, shiftPadding: 'reflect', mixup: 0.2 },
    ],
    [{ flip: 'sometimes', shift: 9, cutout: 1.5, brightness: 2, contrast: -1 }, {}],
    [{ shift: '4', testTimeAugmentation: 3 }, {}],
    [{ testTimeAugmentation: 2 }, { testTimeAugmentation: 2 }],
  ])('are those of the visit before, as far as they are allowed: %j', async (kept, expected) => {
    expect((await visit({ batchSize: 32, ...kept })).getState().values).toEqual({ ...settingDefaults, batchSize: 32, ...expected });
  });

  it('are live, as the rates are', () => {
    const larger = { ...settingDefaults, batchSize: 8 };
    expect(liveChanges(settingDefaults, larger)).toEqual([]);
    const other = { ...settingDefaults, learningRate: 1, shift: 2, mixup: 1, testTimeAugmentation: 1 } as const;
    expect(liveChanges(settingDefaults, other)).toEqual(['learningRate', 'shift', 'mixup']);
    expect(Object.keys(liveOf(other)).sort()).toEqual([...liveNames].sort());
    expect(liveOf(other)).toMatchObject({ ...noAugmentation, learningRate: 1, shift: 2, mixup: 1 });
  });
});

describe('the groups of the form', () => {
  it('hold each setting once', () => {
    const grouped = Object.values(settingGroups).flat();
    expect([...grouped].sort()).toEqual([...settingNames].sort());
  });

  it('say what is shown and not as usual', () => {
    const values = { ...settingDefaults, flip: 'random', shiftPadding: 'reflect', optimizer: 'lion', beta2: 0.99, seed: 2 } as const;
    expect(changedIn('augmentation', values)).toEqual(['flip']);
    expect(changedIn('run', values)).toEqual(['seed']);
    // Its own default, and the optimiser itself.
    expect(changedIn('optimiser', values)).toEqual(['optimizer']);
    expect(changedIn('augmentation', { ...values, shift: 2 })).toEqual(['flip', 'shift', 'shiftPadding']);
  });
});

describe('the optimiser in the form', () => {
  const shown = (optimizer: (typeof optimiserNames)[number]) => {
    const some = ['momentum', 'nesterov', 'beta1', 'beta2', 'epsilon'] as const;
    return some.filter((name) => isShown(name, { ...settingDefaults, optimizer }));
  };

  it('shows the settings that it uses', () => {
    expect(optimiserNames.map((name) => [name, shown(name).join()])).toEqual([
      ['sgd', 'momentum,nesterov'],
      ['adam', 'beta1,beta2,epsilon'],
      ['adamw', 'beta1,beta2,epsilon'],
      ['nadam', 'beta1,beta2,epsilon'],
      ['rmsprop', 'momentum,beta2,epsilon'],
      ['adagrad', 'epsilon'],
      ['lion', 'beta1,beta2'],
      ['muon', 'momentum,nesterov,beta1,beta2,epsilon'],
    ]);
    expect(isShown('spareNorms', settingDefaults)).toBe(false);
    expect(isShown('spareNorms', { ...settingDefaults, weightDecay: 0.1 })).toBe(true);
    expect(settingNames.filter((name) => !isShown(name, settingDefaults))).toEqual([
      ...['warmup', 'startFactor', 'endFactor', 'decayFactor', 'decayEvery'],
      ...['beta1', 'beta2', 'epsilon', 'spareNorms', 'shiftPadding'],
    ]);
  });

  it('comes with settings of its own, and leaves the others and the learning rate', async () => {
    const settings = await visit();
    settings.getState().set('learningRate', 0.02);
    settings.getState().set('optimizer', 'muon');
    const { values } = settings.getState();
    expect(values).toMatchObject({ optimizer: 'muon', momentum: 0.95, nesterov: true, beta2: 0.95, epsilon: 1e-10, learningRate: 0.02 });
    settings.getState().set('optimizer', 'sgd');
    expect(settings.getState().values).toMatchObject({ momentum: 0.9, nesterov: false, beta2: 0.95 });
    expect([defaultsFor('lion').beta2, defaultsFor('sgd').beta2]).toEqual([0.99, 0.999]);
  });

  it('is taken as it is given, with all other settings', async () => {
    const settings = await visit();
    const other = { ...settingDefaults, learningRate: 0.5, optimizer: 'lion', beta2: 0.9 } as const;
    settings.getState().replace(other);
    const { values } = settings.getState();
    expect(values).toEqual(other);
    settings.getState().replace({ ...other });
    expect(settings.getState().values).toBe(values);
  });

  it('is remembered where it is one that there is', async () => {
    expect((await visit({ optimizer: 'lion', accumulate: 3 })).getState().values).toMatchObject({ optimizer: 'lion', accumulate: 3 });
    expect((await visit({ optimizer: 'adamax', accumulate: 0 })).getState().values).toEqual(settingDefaults);
  });

  it('moves the weights by the pictures of all batches of a step', () => {
    expect(picturesOfStep({ ...settingDefaults, batchSize: 32, accumulate: 4 })).toBe(128);
  });
});

describe('the precision in the form', () => {
  it('is full at first, and is remembered where it is one that there is', async () => {
    expect((await visit()).getState().values.precision).toBe('f32');
    expect((await visit({ precision: 'f16' })).getState().values.precision).toBe('f16');
    expect((await visit({ precision: 'f8' })).getState().values.precision).toBe('f32');
  });

  it('can be chosen', async () => {
    const settings = await visit();
    settings.getState().set('precision', 'f16');
    expect(settings.getState().values).toEqual({ ...settingDefaults, precision: 'f16' });
  });
});

describe('the schedule in the form', () => {
  const shape = ['warmup', 'startFactor', 'endFactor', 'decayFactor', 'decayEvery'] as const;

  it('is constant at first, and is remembered with what bends it', async () => {
    expect((await visit()).getState().values.schedule).toBe('constant');
    const kept = { schedule: 'triangular', warmup: 0.23, startFactor: 0.2, endFactor: 2 };
    const wanted = { schedule: 'triangular', warmup: 0.23, startFactor: 0.2, endFactor: settingDefaults.endFactor };
    expect((await visit(kept)).getState().values).toMatchObject(wanted);
    expect((await visit({ schedule: 'zigzag' })).getState().values.schedule).toBe('constant');
  });

  it.each([
    ['constant', []],
    ['step', ['decayFactor', 'decayEvery']],
    ['cosine', ['endFactor']],
    ['oneCycle', ['warmup', 'startFactor', 'endFactor']],
  ] as const)('shows what %s uses and nothing else of a shape', (schedule, wanted) => {
    const shown = settingNames.filter((name) => isShown(name, { ...settingDefaults, schedule }));
    expect(shape.filter((name) => shown.includes(name))).toEqual(wanted);
    expect(shown).toContain('learningRate');
  });

  it('is live with all that bends it', () => {
    const other = { ...settingDefaults, schedule: 'step', warmup: 0.1, startFactor: 0.1, endFactor: 0.1, decayFactor: 0.5, decayEvery: 7 } as const;
    expect(liveChanges(settingDefaults, other)).toEqual(['schedule', ...shape]);
  });
});
