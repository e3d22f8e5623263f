import { beforeEach, describe, expect, it } from 'vitest';
import { presets } from '../../../src/engine/graph/presets';
import { recipeOf } from '../../../src/engine/graph/presets/recipes';
import { optimiserDefaults } from '../../../src/engine/optim/optimisers';
import { asOneEdit, redo, undo, useHistory } from '../../../src/state/history';
import { useNetwork } from '../../../src/state/network';
import { choosePreset, modelFileText, openModelFile } from '../../../src/state/modelSources';
import { settingDefaults, useSettings } from '../../../src/state/settings';

/** What comes with the optimiser. */
const adamw = { optimizer: 'adamw', ...optimiserDefaults('adamw') };
const settings = () => useSettings.getState();
const network = () => useNetwork.getState();
const depth = () => [useHistory.getState().past.length, useHistory.getState().future.length];

beforeEach(() => {
  network().replace(presets.small);
  useSettings.setState({ values: settingDefaults, edit: undefined });
  useNetwork.temporal.getState().clear();
  useSettings.temporal.getState().clear();
  useHistory.setState({ past: [], future: [] });
});

describe('the edits of the form', () => {
  it('are undone in the order in which they were made, and brought again', () => {
    settings().set('learningRate', 0.1);
    network().replace(presets.vgg);
    settings().set('optimizer', 'lion');
    undo();
    expect(settings().values).toEqual({ ...settingDefaults, learningRate: 0.1 });
    undo();
    expect(network().spec).toEqual(presets.small);
    expect(settings().values.learningRate).toBe(0.1);
    undo();
    undo();
    expect(settings().values).toEqual(settingDefaults);
    redo();
    redo();
    expect([settings().values.learningRate, network().spec]).toEqual([0.1, presets.vgg]);
    redo();
    expect(settings().values).toMatchObject({ optimizer: 'lion', beta2: 0.99 });
    expect(depth()).toEqual([3, 0]);
  });

  it('of one setting are one step as long as the field is not left', () => {
    settings().set('momentum', 0.5);
    settings().set('momentum', 0.6);
    settings().endEdit();
    settings().set('momentum', 0.7);
    settings().set('momentum', 0.7);
    expect(depth()).toEqual([2, 0]);
    undo();
    expect(settings().values.momentum).toBe(0.6);
    undo();
    expect(settings().values.momentum).toBe(settingDefaults.momentum);
  });

  it('cannot be brought again behind a new edit of either part', () => {
    settings().set('learningRate', 0.1);
    undo();
    network().replace(presets.vgg);
    expect(depth()).toEqual([1, 0]);
    redo();
    expect(settings().values).toEqual(settingDefaults);
    undo();
    settings().set('seed', 7);
    redo();
    expect(network().spec).toEqual(presets.small);
  });

  it('that a preset makes are one step, its training settings among them', () => {
    settings().set('learningRate', 0.3);
    choosePreset('mlp');
    expect(settings().values).toEqual({ ...settingDefaults, learningRate: 0.3 });
    choosePreset('speedrun');
    expect(depth()).toEqual([3, 0]);
    expect(settings().values).toEqual({ ...settingDefaults, ...recipeOf('speedrun') });
    undo();
    expect([network().spec, settings().values]).toEqual([presets.mlp, { ...settingDefaults, learningRate: 0.3 }]);
    redo();
    expect([network().spec, settings().values.batchSize]).toEqual([presets.speedrun, 1024]);
    // What differs alone is an edit.
    settings().set('epochs', 3);
    choosePreset('speedrun');
    choosePreset('speedrun');
    expect([settings().values.epochs, depth()]).toEqual([10, [5, 0]]);
  });

  it('lets go of what a preset has brought with the next one, unless it was edited since', () => {
    choosePreset('speedrun');
    choosePreset('vgg');
    expect(settings().values).toEqual(settingDefaults);
    choosePreset('speedrun');
    settings().set('learningRate', 1);
    choosePreset('vgg');
    expect(settings().values).toEqual({ ...settingDefaults, ...recipeOf('speedrun'), learningRate: 1 });
  });

  it('of both parts at once are one step', () => {
    asOneEdit(() => {
      network().replace(presets.lenet);
      settings().set('seed', 5);
    });
    asOneEdit(() => undefined);
    expect(depth()).toEqual([1, 0]);
    undo();
    expect([network().spec, settings().values]).toEqual([presets.small, settingDefaults]);
    redo();
    expect([network().spec, settings().values.seed]).toEqual([presets.lenet, 5]);
  });

  it('opens a model file with the settings that are in it in one step, and saves them', async () => {
    network().replace(presets.vgg);
    settings().set('optimizer', 'adamw');
    settings().set('mixup', 0.4);
    const text = modelFileText();
    expect(JSON.parse(text)).toEqual({ ...presets.vgg, training: { optimizer: 'adamw', mixup: 0.4 } });
    network().replace(presets.small);
    settings().set('optimizer', 'sgd');
    settings().set('seed', 9);
    const before = depth()[0] ?? 0;
    await openModelFile(new Blob([text]));
    expect([network().spec, settings().values]).toEqual([presets.vgg, { ...settingDefaults, ...adamw, mixup: 0.4, seed: 9 }]);
    expect(depth()).toEqual([before + 1, 0]);
    undo();
    expect([network().spec, settings().values.optimizer]).toEqual([presets.small, 'sgd']);
  });

  it('leaves the settings alone with a file that has none, and all with a broken one', async () => {
    settings().set('mixup', 0.4);
    await openModelFile(new Blob([JSON.stringify(presets.vgg)]));
    expect([network().spec, settings().values.mixup]).toEqual([presets.vgg, 0.4]);
    await openModelFile(new Blob([JSON.stringify({ ...presets.mlp, training: { mixup: 'much' } })]));
    expect([network().spec, settings().values.mixup]).toEqual([presets.vgg, 0.4]);
    expect(network().refused).toMatchObject({ origin: 'file', problem: { path: 'training.mixup' } });
  });
});
