import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/engine/graph/presets';
import { layerAt, model, type Place, type LayerSpec } from '../../../src/engine/graph/spec';
import { createNetworkStore } from '../../../src/state/network';
import { presetOf } from '../../../src/state/networkEdits';
import { differences } from '../../../src/state/restart';
import { placeOf, rowAt, rowsAt, type Row } from '../../../src/state/rows';
import { settingDefaults } from '../../../src/state/settings';

const begin = (kept?: unknown) => {
  const store = createNetworkStore(kept);
  const ids = () => store.getState().rows.map(({ id }) => id);
  return { store, act: store.getState, ids, types: () => store.getState().spec.layers.map((layer) => layer.type) };
};

describe('the network in the form', () => {
  it('begins with small, analysed, with one id a row', () => {
    const { act, ids } = begin();
    expect(act().spec).toEqual(presets.small);
    // 16·(3·25) + 16, 20·(16·25) + 20, 20·(20·25) + 20, 10·320 + 10
    expect(act().analysis.graph?.parameterCount).toBe(1216 + 8020 + 10020 + 3210);
    expect(new Set(ids()).size).toBe(presets.small.layers.length);
  });

  it('applies a preset, and takes it back and brings it again', () => {
    const { act } = begin();
    act().replace(presets.mlp);
    expect(act().spec).toEqual(presets.mlp);
    act().undo();
    expect(act().spec).toEqual(presets.small);
    expect(act().analysis.graph?.parameterCount).toBe(22466);
    act().redo();
    expect(act().spec).toEqual(presets.mlp);
  });

  it('adds a layer where it is told and selects it', () => {
    const { act, types, ids } = begin();
    act().addLayer([1], 'avgPool2d');
    expect(types().slice(0, 3)).toEqual(['conv2d', 'avgPool2d', 'relu']);
    expect(act().selected).toBe(ids()[1]);
    act().undo();
    expect(act().spec).toEqual(presets.small);
  });

  it('finds a place by itself: windows before the picture is flattened, the rest before the last dense layer', () => {
    const { act, types } = begin();
    act().addLayer(undefined, 'conv2d');
    expect(types().slice(-3)).toEqual(['conv2d', 'flatten', 'dense']);
    act().addLayer(undefined, 'relu');
    expect(types().slice(-4)).toEqual(['conv2d', 'flatten', 'relu', 'dense']);
    expect(act().analysis.problem).toBeUndefined();
  });

  it('removes and brings back', () => {
    const { act, types, ids } = begin();
    const before = ids();
    act().removeLayer([0]);
    expect(types()[0]).toBe('relu');
    expect(ids()).toEqual(before.slice(1));
    act().undo();
    expect(ids()).toEqual(before);
    expect(act().spec).toEqual(presets.small);
  });

  it('duplicates with an id of its own', () => {
    const { act, ids } = begin();
    act().duplicateLayer([0]);
    expect(act().spec.layers[1]).toEqual(act().spec.layers[0]);
    expect(new Set(ids()).size).toBe(act().spec.layers.length);
    expect(act().selected).toBe(ids()[1]);
    act().setOption([1], 'filters', 7);
    expect(act().spec.layers[0]?.['filters']).toBe(16);
  });

  it('moves a layer with its id, and nothing beyond either end', () => {
    const { act, types, ids } = begin();
    const [first, second] = ids();
    act().moveLayer([0], 1);
    expect(types().slice(0, 2)).toEqual(['relu', 'conv2d']);
    expect(ids().slice(0, 2)).toEqual([second, first]);
    const { spec } = act();
    act().moveLayer([0], -1);
    act().moveLayer([spec.layers.length - 1], spec.layers.length);
    expect(act().spec).toBe(spec);
    act().undo();
    expect(act().spec).toEqual(presets.small);
  });

  it('sets an option, and takes it back', () => {
    const { act } = begin();
    act().setOption([0], 'padding', 0);
    expect(act().analysis.nodes[0]?.output).toEqual({ channels: 16, height: 28, width: 28 });
    act().setOption([0], 'padding', 'same');
    expect(act().analysis.nodes[0]?.output).toEqual({ channels: 16, height: 32, width: 32 });
    act().undo();
    expect(act().spec).toEqual(presets.small);
  });

  it('refuses values that the option does not take', () => {
    const { act } = begin();
    expect(() => act().setOption([0], 'filters', 0)).toThrow('layers[0].filters: model.outOfRange');
    expect(() => act().setOption([0], 'nonsense', 1)).toThrow('model.unknownOption');
    expect(act().spec).toEqual(presets.small);
  });

  it('counts edits of one field as one step of undo, until the field is left', () => {
    const { act } = begin();
    const filters = () => act().spec.layers[0]?.['filters'];
    for (const value of [1, 12, 128]) act().setOption([0], 'filters', value);
    act().undo();
    expect(filters()).toBe(16);
    act().redo();
    expect(filters()).toBe(128);
    // After a redo, typing on in the same field is a new step and clears what could be brought again.
    act().setOption([0], 'filters', 64);
    act().undo();
    expect(filters()).toBe(128);
    act().setOption([0], 'filters', 32);
    act().endEdit();
    act().setOption([0], 'filters', 33);
    act().undo();
    expect(filters()).toBe(32);
  });

  it('keeps edits of two fields, and of one field in two layers, apart', () => {
    const { act } = begin();
    act().setOption([0], 'filters', 8);
    act().setOption([0], 'kernel', 3);
    act().setOption([3], 'kernel', 7);
    act().undo();
    expect(act().spec.layers[3]?.['kernel']).toBe(5);
    act().undo();
    expect(act().spec.layers[0]).toMatchObject({ filters: 8, kernel: 5 });
    act().undo();
    expect(act().spec).toEqual(presets.small);
  });

  it('does not count a selection as a step', () => {
    const { act, store, ids } = begin();
    act().select(ids()[3]);
    expect(store.temporal.getState().pastStates).toHaveLength(0);
  });

  it('ends a network with one value a class', () => {
    const { act, ids } = begin();
    act().replace(model([{ type: 'conv2d' }]));
    expect(act().analysis.problem?.code).toBe('model.notClasses');
    act().endWithClasses();
    expect(act().spec.layers).toEqual([{ type: 'conv2d' }, { type: 'flatten' }, { type: 'dense', units: 10 }]);
    expect(act().analysis.problem).toBeUndefined();
    expect(ids()).toHaveLength(3);
    act().setOption([2], 'units', 11);
    act().endWithClasses();
    expect(act().spec.layers).toHaveLength(3);
    expect(act().analysis.problem).toBeUndefined();
  });
});

describe('a block in the form', () => {
  const conv = { type: 'conv2d', filters: 16 } as const;
  const block = { type: 'residual', layers: [conv, { type: 'relu' }], shortcut: [{ type: 'residual', layers: [conv] }] } as const;
  const blocks = model([conv, block, { type: 'flatten' }, { type: 'dense' }]);

  /** A store with these blocks, and the rows of a list. */
  function beginInBlocks() {
    const { act, ...rest } = begin();
    act().replace(blocks);
    const layers = (list: Place) => rowsAt(act().rows, list).map(({ layer }) => layer);
    const types = (list: Place) => layers(list).map(({ type }) => type);
    return { ...rest, act, layers, types, idAt: (place: Place) => rowAt(act().rows, place).id };
  }

  it('has a row with an id for every layer, which says what the model says', () => {
    const { act } = beginInBlocks();
    const idsOf = (rows: readonly Row[]): number[] => rows.flatMap(({ id, lists }) => [id, ...idsOf(Object.values(lists).flat())]);
    expect(idsOf(act().rows)).toHaveLength(8);
    expect(new Set(idsOf(act().rows)).size).toBe(8);
    for (const id of idsOf(act().rows)) {
      const place = placeOf(act().rows, id) ?? [];
      expect(rowAt(act().rows, place).layer).toBe(layerAt(act().spec.layers, place));
    }
  });

  it('takes a layer at a place inside and selects it; undo takes it out again', () => {
    const { act, types, idAt } = beginInBlocks();
    act().addLayer([1, 'shortcut', 0, 'layers', 1], 'relu');
    expect(types([1, 'shortcut', 0, 'layers'])).toEqual(['conv2d', 'relu']);
    expect(layerAt(act().spec.layers, [1, 'shortcut', 0, 'layers', 1])).toEqual({ type: 'relu' });
    expect(act().selected).toBe(idAt([1, 'shortcut', 0, 'layers', 1]));
    expect(act().analysis.problem).toBeUndefined();
    act().undo();
    expect(act().spec).toEqual(blocks);
    act().redo();
    expect(types([1, 'shortcut', 0, 'layers'])).toEqual(['conv2d', 'relu']);
  });

  it('may begin empty, and be filled', () => {
    const { act, types } = beginInBlocks();
    act().addLayer(undefined, 'residual');
    expect(types([])).toEqual(['conv2d', 'residual', 'residual', 'flatten', 'dense']);
    expect(act().analysis.problem).toBeUndefined();
    act().addLayer([2, 'shortcut', 0], 'relu');
    expect(act().spec.layers[2]).toEqual({ type: 'residual', shortcut: [{ type: 'relu' }] });
  });

  it('loses a layer, and stays open when that was selected', () => {
    const { act, types, idAt } = beginInBlocks();
    act().select(idAt([1, 'shortcut', 0, 'layers', 0]));
    act().removeLayer([1, 'shortcut', 0]);
    expect(types([1, 'shortcut'])).toEqual([]);
    expect(act().selected).toBe(idAt([1]));
    act().removeLayer([1, 'layers', 1]);
    expect(types([1, 'layers'])).toEqual(['conv2d']);
    expect(act().selected).toBe(idAt([1]));
    act().undo();
    act().undo();
    expect(act().spec).toEqual(blocks);
  });

  it('has its layers moved in their list, not out of it', () => {
    const { act, types, idAt } = beginInBlocks();
    const [first, second] = [idAt([1, 'layers', 0]), idAt([1, 'layers', 1])];
    act().moveLayer([1, 'layers', 0], 1);
    expect(types([1, 'layers'])).toEqual(['relu', 'conv2d']);
    expect([idAt([1, 'layers', 0]), idAt([1, 'layers', 1])]).toEqual([second, first]);
    const { spec } = act();
    act().moveLayer([1, 'layers', 1], 2);
    act().moveLayer([1, 'layers', 0], -1);
    expect(act().spec).toBe(spec);
  });

  it('is moved and duplicated with all that is inside, under ids of its own', () => {
    const { act, layers, idAt } = beginInBlocks();
    const inside = idAt([1, 'shortcut', 0, 'layers', 0]);
    act().moveLayer([1], 0);
    expect(idAt([0, 'shortcut', 0, 'layers', 0])).toBe(inside);
    act().duplicateLayer([0]);
    expect(layers([])[1]).toEqual(block);
    expect(idAt([1, 'shortcut', 0, 'layers', 0])).not.toBe(inside);
    act().setOption([1, 'shortcut', 0, 'layers', 0], 'filters', 7);
    expect(layers([0, 'shortcut', 0, 'layers'])).toEqual([conv]);
    expect(layers([1, 'shortcut', 0, 'layers'])).toEqual([{ ...conv, filters: 7 }]);
  });

  it('sets options inside, one field at a time in the history', () => {
    const { act } = beginInBlocks();
    const place = [1, 'layers', 0];
    for (const value of [1, 12, 128]) act().setOption(place, 'filters', value);
    expect(act().analysis.problem).toMatchObject({ code: 'model.waysDiffer', params: { layers: '128×32×32', shortcut: '16×32×32' }, path: 'layers[1]' });
    act().undo();
    expect(act().spec).toEqual(blocks);
    expect(() => act().setOption(place, 'kernel', 0)).toThrow('layers[1].layers[0].kernel: model.outOfRange');
  });

  it('is kept, and is the same with its defaults spelt out', () => {
    const { act } = beginInBlocks();
    expect(begin(JSON.parse(JSON.stringify(act().spec))).act().spec).toEqual(blocks);
    const spelt: LayerSpec = { ...block, layers: [{ ...conv, bias: true, kernel: 3 }, { type: 'relu' }] };
    const run = { model: act().spec, training: settingDefaults };
    const data = { run: undefined, form: undefined };
    expect(differences(run, { ...run, model: model(blocks.layers.with(1, spelt)) }, data)).toEqual([]);
    const changed: LayerSpec = { ...block, shortcut: [{ type: 'residual', layers: [{ ...conv, kernel: 5 }] }] };
    expect(differences(run, { ...run, model: model(blocks.layers.with(1, changed)) }, data)).toEqual([{ kind: 'layers', changed: 1, first: 1 }]);
  });
});

describe('the network kept in the browser', () => {
  it('is there at the next visit', () => {
    const { act } = begin(presets.lenet);
    expect(act().spec).toEqual(presets.lenet);
    expect(act().refused).toBeUndefined();
  });

  it.each([
    ['no object', '{', 'model.notAnObject', '$'],
    ['null', null, 'model.notAnObject', '$'],
    ['another input', { ...presets.small, input: { channels: 1, height: 28, width: 28 } }, 'model.inputNotPictures', 'input'],
    ['a hostile option', model([{ type: 'conv2d', filters: 1e9 }]), 'model.outOfRange', 'layers[0].filters'],
    ['a share that is everything', model([{ type: 'dropout', rate: 1 }]), 'model.numberOutOfRange', 'layers[0].rate'],
    ['a hostile type', { ...presets.small, layers: [{ type: '__proto__' }] }, 'model.unknownType', 'layers[0].type'],
  ])('is left aside when it is %s', (_name, kept, code, path) => {
    const { act } = begin(kept);
    expect(act().spec).toEqual(presets.small);
    expect(act().refused).toMatchObject({ origin: 'kept', problem: { code, path } });
    act().dismissRefused();
    expect(act().refused).toBeUndefined();
  });
});

describe('a model file', () => {
  it('replaces the network, and can be undone', async () => {
    const { act } = begin();
    await act().openFile(new Blob([JSON.stringify(presets.vgg)]), ({ model: read }) => act().replace(read));
    expect(act().spec).toEqual(presets.vgg);
    act().undo();
    expect(act().spec).toEqual(presets.small);
  });

  it.each([
    ['has an unknown option', JSON.stringify(model([{ type: 'conv2d', strides: 2 }])), 'model.unknownOption', 'layers[0].strides'],
    ['is a picture', '\u0089PNG', 'model.notJson', undefined],
    ['is far too large', ' '.repeat(1_000_001), 'model.fileTooLarge', undefined],
  ])('that %s says so, and what was edited stays', async (_name, text, code, path) => {
    const { act } = begin();
    act().setOption([0], 'filters', 5);
    const { spec } = act();
    await act().openFile(new Blob([text]), ({ model: read }) => act().replace(read));
    expect(act().refused).toMatchObject({ origin: 'file', problem: { code, ...(path ? { path } : {}) } });
    expect(act().spec).toBe(spec);
  });
});

describe('presets', () => {
  it('are recognised with their defaults spelt out or left out', () => {
    expect(presetOf(presets.vgg)).toBe('vgg');
    const spelt = presets.mlp.layers.map((layer) => (layer.type === 'dense' ? { ...layer, bias: true } : layer));
    expect(presetOf(model(spelt))).toBe('mlp');
    expect(presetOf(model(presets.mlp.layers.slice(1)))).toBeUndefined();
  });
});
