import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/engine/graph/presets';
import { model } from '../../../src/engine/graph/spec';
import { differences } from '../../../src/state/restart';
import { settingDefaults } from '../../../src/state/settings';

const run = { model: presets.small, training: settingDefaults };
const sameData = { run: undefined, form: undefined };

describe('differences between the form and the run', () => {
  it('has none for the same form', () => {
    expect(differences(run, run, sameData)).toEqual([]);
  });

  it('names settings that need a restart, live ones that the run has not taken up among them', () => {
    const training = { ...settingDefaults, batchSize: 32, learningRate: 0.5, weightDecay: 0.1, flip: 'random' as const, mixup: 1, seed: 7 };
    const handed = { ...run, training: { ...settingDefaults, weightDecay: 0.1, flip: 'random' as const, mixup: 1 } };
    expect(differences(handed, { ...run, training }, sameData)).toEqual([
      { kind: 'setting', name: 'batchSize', run: 64, form: 32 },
      { kind: 'setting', name: 'learningRate', run: 0.01, form: 0.5 },
      { kind: 'setting', name: 'seed', run: 1, form: 7 },
    ]);
  });

  it('names one of a list that needs a restart', () => {
    const training = { ...settingDefaults, precision: 'f16' as const };
    expect(differences(run, { ...run, training }, sameData)).toEqual([{ kind: 'setting', name: 'precision', run: 'f32', form: 'f16' }]);
  });

  it('passes over settings that the optimiser in the form does not use', () => {
    const training = { ...settingDefaults, optimizer: 'adam' as const, momentum: 0.5, beta1: 0.8 };
    expect(differences(run, { ...run, training }, sameData)).toEqual([
      { kind: 'setting', name: 'optimizer', run: 'sgd', form: 'adam' },
      { kind: 'setting', name: 'beta1', run: 0.9, form: 0.8 },
    ]);
  });

  it('says how many layers there are where their number differs', () => {
    expect(differences(run, { ...run, model: presets.mlp }, sameData)).toEqual([{ kind: 'layerCount', run: presets.small.layers.length, form: 4 }]);
  });

  it('finds the layers that changed', () => {
    const layers = presets.small.layers.map((layer) => (layer.type === 'conv2d' ? { ...layer, kernel: 3 } : layer));
    expect(differences(run, { ...run, model: model(layers) }, sameData)).toEqual([{ kind: 'layers', changed: 3, first: 0 }]);
  });

  it('takes an option at its default for one left out', () => {
    const spelt = model([{ type: 'flatten' }, { type: 'dense', units: 10, bias: true }]);
    const short = model([{ type: 'flatten' }, { type: 'dense', units: 10 }]);
    expect(differences({ ...run, model: spelt }, { ...run, model: short }, sameData)).toEqual([]);
  });
});
