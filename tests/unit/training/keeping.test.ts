import { beforeEach, describe, expect, it, vi } from 'vitest';
import { presets } from '../../../src/engine/graph/presets';

const FORM = 'kernelgarten.form';

/** What all tabs of a browser share; `isFull` refuses to keep anything. */
class Browser {
  readonly items = new Map<string, string>();
  isFull = false;

  readonly localStorage = {
    getItem: (key: string) => this.items.get(key) ?? null,
    setItem: (key: string, text: string) => {
      if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
      this.items.set(key, text);
    },
    removeItem: (key: string) => this.items.delete(key),
  };

  kept(): unknown {
    return JSON.parse(this.items.get(FORM) ?? 'null');
  }
}

/** A visit of the page: its stores, and how it hears that another tab has kept something. */
async function visit(browser: Browser) {
  vi.resetModules();
  const hearers: Record<string, (event: object) => void> = {};
  vi.stubGlobal('window', browser);
  vi.stubGlobal('addEventListener', (type: string, hear: (event: object) => void) => (hearers[type] = hear));
  const { useNetwork } = await import('../../../src/state/network');
  const { useSettings } = await import('../../../src/state/settings');
  const { useKeeping, startKeeping } = await import('../../../src/state/keeping');
  const { useLearn } = await import('../../../src/state/learn');
  const { undo } = await import('../../../src/state/history');
  startKeeping();
  return {
    network: useNetwork.getState,
    settings: useSettings.getState,
    keeping: useKeeping.getState,
    learn: useLearn.getState,
    undo,
    hear: (key = FORM) => hearers['storage']?.({ key }),
    comeBack: () => hearers['pageshow']?.({ persisted: true }),
    /** Once everything that an edit sets off is done. */
    settled: () => Promise.resolve(),
  };
}

describe('the form that the browser keeps', () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
    return () => vi.unstubAllGlobals();
  });

  it('is there at the next visit, and follows undo', async () => {
    const first = await visit(browser);
    first.network().replace(presets.lenet);
    first.settings().set('batchSize', 24);
    await first.settled();
    first.network().undo();
    await first.settled();
    const next = await visit(browser);
    expect(next.network().spec).toEqual(presets.small);
    expect(next.settings().values.batchSize).toBe(24);
  });

  it('is taken over from the entries of earlier versions', async () => {
    browser.items.set('kernelgarten.network', JSON.stringify(presets.mlp));
    browser.items.set('kernelgarten.settings', JSON.stringify({ state: { values: { batchSize: 12, cutout: 1.5 } }, version: 0 }));
    const { network, settings } = await visit(browser);
    expect(network().spec).toEqual(presets.mlp);
    expect(settings().values).toMatchObject({ batchSize: 12, cutout: 0 });
  });

  it('has no empty list: the next visit begins with a preset', async () => {
    const { network, settled } = await visit(browser);
    network().replace(presets.mlp);
    presets.mlp.layers.forEach(() => network().removeLayer([0]));
    await settled();
    expect(browser.kept()).not.toHaveProperty('network');
    expect((await visit(browser)).network().spec).toEqual(presets.small);
  });

  it.each(['{', 'null', '7', '{"network":{"layers":1},"settings":[]}'])('may be broken, which is told: %s', async (text) => {
    browser.items.set(FORM, text);
    const { network, settings } = await visit(browser);
    expect(network().spec).toEqual(presets.small);
    expect(network().refused?.origin).toBe('kept');
    expect(settings().values.batchSize).toBe(64);
  });

  it('is at risk where nothing can be kept, once it was edited', async () => {
    browser.isFull = true;
    const { network, keeping, settled } = await visit(browser);
    expect(keeping().isAtRisk).toBe(false);
    network().replace(presets.vgg);
    await settled();
    expect(network().spec).toEqual(presets.vgg);
    expect(keeping().isAtRisk).toBe(true);
    browser.isFull = false;
    network().replace(presets.mlp);
    await settled();
    expect(keeping().isAtRisk).toBe(false);
  });

  it('is one tab’s as a whole, in one piece however many parts an edit changes', async () => {
    const writes: unknown[] = [];
    const first = await visit(browser);
    const second = await visit(browser);
    const keep = browser.localStorage.setItem;
    browser.localStorage.setItem = (key, text) => {
      keep(key, text);
      writes.push(JSON.parse(text));
    };
    first.network().replace(presets.mlp);
    first.settings().set('batchSize', 24);
    await first.settled();
    expect(writes).toEqual([{ network: presets.mlp, settings: first.settings().values }]);
    second.settings().set('seed', 5);
    await second.settled();
    expect(writes.at(-1)).toEqual({ network: presets.small, settings: second.settings().values });
  });

  it('of another tab is told, and taken over as one step of undo or replaced', async () => {
    const first = await visit(browser);
    const second = await visit(browser);
    first.network().replace(presets.mlp);
    first.settings().set('batchSize', 24);
    await first.settled();
    second.hear();
    expect(second.keeping().other).toEqual({ model: presets.mlp, training: first.settings().values });
    // Nothing of its own is lost yet.
    expect(second.keeping().isAtRisk).toBe(false);

    second.settings().set('seed', 5);
    await second.settled();
    expect(second.keeping().other).toBeUndefined();
    first.hear();
    expect(first.keeping()).toMatchObject({ isAtRisk: true, other: { model: presets.small, training: { seed: 5, batchSize: 64 } } });

    first.keeping().keepOwn();
    expect(first.keeping()).toMatchObject({ isAtRisk: false, other: undefined });
    expect(browser.kept()).toEqual({ network: presets.mlp, settings: first.settings().values });
    second.comeBack();
    second.keeping().takeOver();
    await second.settled();
    expect(second.network().spec).toEqual(presets.mlp);
    expect(second.settings().values).toEqual(first.settings().values);
    expect(second.keeping()).toMatchObject({ isAtRisk: false, other: undefined });
    second.undo();
    expect(second.network().spec).toEqual(presets.small);
    expect(second.settings().values).toMatchObject({ seed: 5, batchSize: 64 });
  });

  it.each([
    ['the same', () => JSON.stringify({ network: presets.small })],
    ['one that cannot be read', () => JSON.stringify({ network: { format: 'kernelgarten-model', version: 9 } })],
    ['gone', () => undefined],
  ])('of another tab is nothing to tell where it is %s', async (_what, text) => {
    const { hear, keeping } = await visit(browser);
    const kept = text();
    if (kept) browser.items.set(FORM, kept);
    hear();
    expect(keeping().other).toBeUndefined();
  });
});

it('takes in predictions of other tabs, each keeps its chapter, and nothing that is no prediction breaks it', async () => {
  const browser = new Browser();
  try {
    browser.items.set('kernelgarten.learn', JSON.stringify({ state: { chapter: 'nowhere', answers: null }, version: 0 }));
    const first = await visit(browser);
    expect(first.learn()).toMatchObject({ chapter: 'local', answers: {} });
    const second = await visit(browser);
    second.learn().open('pooling');
    first.learn().predict('local', '75');
    second.hear('kernelgarten.learn');
    expect(second.learn()).toMatchObject({ chapter: 'pooling', answers: { local: '75' } });
  } finally {
    vi.unstubAllGlobals();
  }
});
