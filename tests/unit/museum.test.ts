import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildGraph, everyNode } from '../../src/engine/graph/graph';
import { optionsOf, parseModel, parseModelFile } from '../../src/engine/graph/parse';
import { isLayerType } from '../../src/engine/layers';
import { readLink, withDefaults } from '../../src/state/learnLink';
import { chapters } from '../../src/ui/learn/chapters';

// What an earlier version wrote: tests/museum/README.md.

interface Figures {
  readonly parameterCount: number;
  readonly multiplyAdds: number;
  readonly trainableCount?: number;
  readonly layers?: readonly {
    readonly path: string;
    readonly options: object;
    readonly output: object;
    readonly field: string;
    readonly parameters: readonly string[];
  }[];
}

const kept = (name: string): unknown => JSON.parse(readFileSync(new URL(`../museum/${name}.json`, import.meta.url), 'utf8'));

type Models = Readonly<Record<string, { readonly file: { readonly layers: unknown }; readonly figures: Figures }>>;
const models = kept('models') as Models;

describe('files of an earlier version', () => {
  it.each(Object.entries(models))('%s is the network that it was', (_, { file, figures }) => {
    const { model } = parseModelFile(file);
    expect(model.layers).toEqual(file.layers);
    const graph = buildGraph(model);
    const { layers, ...counts } = figures;
    expect(graph).toMatchObject(counts);
    if (!layers) return;
    const found = everyNode(graph.nodes).map(({ path, name, options, output, receptiveField, parameters }) => ({
      ...{ path, options, output, field: String(receptiveField.size) },
      parameters: parameters.map((spec) => `${name}.${spec.name} [${spec.shape.join(', ')}]`),
    }));
    expect(found).toEqual(layers);
  });

  it('mean what they meant where they leave an option out', () => {
    for (const [type, options] of Object.entries(kept('layers') as Readonly<Record<string, object>>)) {
      if (!isLayerType(type)) throw new Error(`${type} is gone`);
      expect(optionsOf({ type }), type).toMatchObject(options);
    }
  });

  it('train as they did', () => {
    const [anyModel] = Object.values(models);
    for (const { changes, recipe } of kept('training') as readonly { readonly changes: object; readonly recipe: object }[]) {
      expect(parseModelFile({ ...anyModel?.file, training: changes }).training).toMatchObject(recipe);
    }
  });
});

describe('what the browser kept', () => {
  afterEach(() => vi.unstubAllGlobals());
  const { form, earlier, settings } = kept('forms') as {
    readonly form: string;
    readonly earlier: Readonly<Record<string, string>>;
    readonly settings: object;
  };

  it.each([
    ['one entry', { 'kernelgarten.form': form }, 'vgg'],
    ['an entry each for network and settings', earlier, 'lenet'],
  ])('comes back as it was: %s', async (_, entries: Readonly<Record<string, string>>, preset) => {
    vi.resetModules();
    vi.stubGlobal('window', { localStorage: { getItem: (key: string) => entries[key] ?? null, setItem: () => undefined } });
    const { useSettings } = await import('../../src/state/settings');
    const { useNetwork } = await import('../../src/state/network');
    expect(useSettings.getState().values).toMatchObject(settings);
    const { file } = models[preset] ?? {};
    expect(useNetwork.getState().spec).toEqual(parseModel(file));
  });
});

describe('links to chapters', () => {
  const fieldsOf = Object.fromEntries(chapters.map(({ id, fields }) => [id, fields]));

  it.each(kept('links') as readonly { readonly link: string; readonly chapter: string; readonly state: object }[])('$link', ({ link, chapter, state }) => {
    const read = readLink(link, fieldsOf);
    expect(read).toMatchObject({ chapter, problems: [] });
    expect(withDefaults(fieldsOf[chapter] ?? [], read?.state ?? {})).toMatchObject(state);
  });
});
