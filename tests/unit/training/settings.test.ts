import { beforeEach, describe, expect, it, vi } from 'vitest';
import { liveOf, sameLive, settingDefaults } from '../../../src/state/settings';

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
  it('are none at first, and go on and off in one order', async () => {
    const settings = await visit();
    expect(settings.getState().values).toEqual(settingDefaults);
    settings.getState().setAugmentation('cutout', true);
    settings.getState().setAugmentation('flip', true);
    expect(settings.getState().values.augment).toEqual(['flip', 'cutout']);
    settings.getState().setAugmentation('cutout', false);
    expect(settings.getState().values.augment).toEqual(['flip']);
  });

  it.each([
    [{ batchSize: 32, augment: ['cutout', 'zoom', 'flip'] }, ['flip', 'cutout']],
    [{ batchSize: 32 }, []],
    [{ batchSize: 32, augment: 7 }, []],
  ])('are those of the visit before, as far as there are such: %j', async (kept, augment) => {
    expect((await visit(kept)).getState().values).toEqual({ ...settingDefaults, batchSize: 32, augment });
  });

  it('are live', () => {
    const other = { ...settingDefaults, augment: ['flip'] as const };
    expect(sameLive(settingDefaults, { ...settingDefaults })).toBe(true);
    expect(sameLive(settingDefaults, other)).toBe(false);
    expect(liveOf(other)).toEqual({ learningRate: 0.01, weightDecay: 0, augment: ['flip'] });
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
