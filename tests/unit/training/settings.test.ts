import { beforeEach, describe, expect, it, vi } from 'vitest';
import { noAugmentation } from '../../../src/engine/augmentation';
import { liveChanges, liveOf, settingDefaults } from '../../../src/state/settings';

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
    [{ flip: 'random', shift: 8, shiftPadding: 'reflect', mixup: 0.2 }, { flip: 'random', shift: 8, shiftPadding: 'reflect', mixup: 0.2 }],
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
    expect(liveOf(other)).toEqual({ ...noAugmentation, learningRate: 1, weightDecay: 0, shift: 2, mixup: 1 });
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
