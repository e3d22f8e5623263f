import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../../src/cli/report';
import { peerObstacle } from '../../../src/bench/peerLayers';
import { analyse, buildGraph, buildProbeGraph, everyNode } from '../../../src/engine/graph/graph';
import { MAX_LAYERS, parseModel } from '../../../src/engine/graph/parse';
import { layerAt, model, pathOf, placeIn, type LayerSpec } from '../../../src/engine/graph/spec';
import { ProblemError } from '../../../src/engine/problem';
import { initialWeights } from '../../../src/engine/weights/initialise';
import { unlimitedProgram } from '../../../src/engine/plan/memory';

const relu: LayerSpec = { type: 'relu' };
const conv = (filters: number, kernel = 3, stride = 1): LayerSpec => ({ type: 'conv2d', filters, kernel, stride, padding: (kernel - 1) / 2 });
const block = (layers: readonly LayerSpec[], shortcut: readonly LayerSpec[] = []): LayerSpec => ({ type: 'residual', layers, shortcut });
const end: readonly LayerSpec[] = [{ type: 'flatten' }, { type: 'dense', units: 10 }];

const spec = model([conv(8), block([conv(16, 3, 2), relu, conv(16)], [conv(16, 1, 2)]), relu, block([block([conv(16, 5)])]), ...end]);

function problemOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  return undefined;
}

describe('the graph of residual blocks', () => {
  const graph = buildGraph(spec);

  it('counts what is inside: parameters, multiply-adds, layers', () => {
    const of = (filters: number, channels: number, kernel: number) => filters * channels * kernel ** 2 + filters;
    const inFirst = of(16, 8, 3) + of(16, 16, 3) + of(16, 8, 1);
    expect(graph.nodes[1]?.parameterCount).toBe(inFirst);
    expect(graph.parameterCount).toBe(of(8, 3, 3) + inFirst + of(16, 16, 5) + (16 * 16 * 16 * 10 + 10));
    expect(graph.nodes[1]?.multiplyAdds).toBe(16 * 16 * 16 * (8 * 9 + 16 * 9 + 8));
    expect(everyNode(graph.nodes).map(({ path }) => path)).toEqual([
      ...['layers[0]', 'layers[1]', 'layers[1].layers[0]', 'layers[1].layers[1]', 'layers[1].layers[2]', 'layers[1].shortcut[0]'],
      ...['layers[2]', 'layers[3]', 'layers[3].layers[0]', 'layers[3].layers[0].layers[0]', 'layers[4]', 'layers[5]'],
    ]);
  });

  it('sees along the longest way', () => {
    // 3, then 3 with stride 2 and 3 more: 1 + 2 + 2 + 2·2; the shortcut sees no more than its input, at the same steps.
    expect(graph.nodes[1]?.receptiveField).toEqual({ size: 9, jump: 2 });
    expect(graph.nodes[1]?.inner['shortcut']?.[0]?.receptiveField).toEqual({ size: 3, jump: 2 });
    expect(graph.nodes[3]?.receptiveField).toEqual({ size: 9 + 4 * 2, jump: 2 });
    // Where neither way sees further, the steps are those of the ways all the same.
    expect(buildProbeGraph(model([block([conv(3, 1, 2)], [conv(3, 1, 2)])])).nodes[0]?.receptiveField).toEqual({ size: 1, jump: 2 });
  });

  it('names weights as modules of PyTorch would', () => {
    const names = initialWeights(graph, 1).map(({ name }) => name);
    expect(names).toEqual(
      ['0', '1.layers.0', '1.layers.2', '1.shortcut.0', '3.layers.0.layers.0', '5'].flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]),
    );
    expect(unlimitedProgram(graph, 2, true).parameters.map(({ name }) => name)).toEqual(names);
  });

  it('gives each tensor initial values of its own, which stay when a neighbour changes', () => {
    const twice = (first: LayerSpec) => initialWeights(buildGraph(model([conv(16), block([first, conv(16)], [conv(16)]), conv(16), ...end])), 1);
    const weights = (first: LayerSpec) =>
      new Map(
        twice(first)
          .filter(({ name }) => name.endsWith('weight'))
          .map(({ name, data }) => [name, data]),
      );
    const drawn = weights(conv(16));
    const alike = ['1.layers.0', '1.layers.1', '1.shortcut.0', '2'].map((layer) => [...(drawn.get(`${layer}.weight`) ?? [])].join());
    expect(new Set(alike).size).toBe(4);
    const edited = weights(conv(16, 5));
    for (const name of ['0.weight', '1.layers.1.weight', '1.shortcut.0.weight', '2.weight']) expect(edited.get(name)).toEqual(drawn.get(name));
  });

  it('is told layer by layer on the command line', () => {
    const lines: string[] = [];
    jsonReport((line) => lines.push(line)).start('', graph);
    const { layers } = JSON.parse(lines[0] ?? '') as { layers: { path: string; type: string; parameters: number }[] };
    expect(layers[5]).toMatchObject({ path: 'layers[1].shortcut[0]', type: 'conv2d', parameters: 16 * 8 + 16 });
  });

  it('is no network for peers', () => {
    expect(peerObstacle(graph)).toMatch(/^layers\[1\]: .*, not residual$/);
  });
});

describe('a residual block that cannot work', () => {
  it('names both shapes where its ways end in different ones', () => {
    expect(analyse(model([conv(8), block([conv(16, 3, 2)]), ...end])).problem).toEqual({
      code: 'model.waysDiffer',
      params: { layers: '16×16×16', shortcut: '8×32×32' },
      path: 'layers[1]',
    });
  });

  it('says which layer inside is at fault, and knows those before it', () => {
    const { nodes, found, problem } = analyse(model([conv(8), block([relu, conv(8)], [block([relu, { type: 'dense' }])]), ...end]));
    expect(problem).toMatchObject({ code: 'model.notFlat', path: 'layers[1].shortcut[0].layers[1]' });
    expect(nodes).toHaveLength(1);
    expect([...found.keys()]).toEqual(['layers[0]', 'layers[1].layers[0]', 'layers[1].layers[1]', 'layers[1].shortcut[0].layers[0]']);
  });

  it('names the option of a layer inside', () => {
    const pool = { type: 'maxPool2d', size: 2, padding: 2 } as const;
    expect(analyse(model([block([pool])])).problem).toMatchObject({ code: 'model.poolPadding', path: 'layers[0].layers[0].padding' });
  });
});

describe('the model file of residual blocks', () => {
  it('comes back as it was written', () => {
    expect(parseModel(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
    expect(parseModel(model([{ type: 'residual', layers: [conv(3)] }])).layers).toEqual([{ type: 'residual', layers: [conv(3)] }]);
  });

  const nested = (depth: number): LayerSpec => (depth === 0 ? relu : block([nested(depth - 1)]));

  it.each([
    ['an option inside', model([relu, block([], [{ type: 'conv2d', stride: 99 }])]), 'model.outOfRange', 'layers[1].shortcut[0].stride'],
    ['an unknown list', { ...model([{ type: 'residual', branches: [] }]) }, 'model.unknownOption', 'layers[0].branches'],
    ['no list', { ...model([{ type: 'residual', layers: 3 }]) }, 'model.notAList', 'layers[0].layers'],
    ['an object for a list', { ...model([]), layers: [{ type: 'residual', shortcut: { length: 3 } }] }, 'model.notAList', 'layers[0].shortcut'],
    [
      'an unknown type inside',
      { ...model([]), layers: [{ type: 'residual', layers: [{ type: 'nonsense' }], shortcut: [] }] },
      'model.unknownType',
      'layers[0].layers[0].type',
    ],
    ['a list where none belongs', model([{ type: 'relu', layers: [] }]), 'model.unknownOption', 'layers[0].layers'],
    ['blocks nine deep', model([nested(9)]), 'model.tooDeep', `layers[0]${'.layers[0]'.repeat(8)}.layers`],
    [
      'too many layers in all',
      model([block(Array<LayerSpec>(150).fill(relu)), block(Array<LayerSpec>(49).fill(relu))]),
      'model.tooManyLayers',
      'layers[1].layers',
    ],
  ])('is refused with the path of the offence: %s', (_, json, code, path) => {
    expect(problemOf(() => parseModel(json))).toMatchObject({ code, path });
  });

  it('may be eight blocks deep, and have as many layers as any', () => {
    expect(problemOf(() => parseModel(model([nested(8)])))).toBeUndefined();
    const most = model([block(Array<LayerSpec>(MAX_LAYERS - 1).fill(relu))]);
    expect(problemOf(() => parseModel(most))).toBeUndefined();
  });

  it.each([
    ['blocks', '{"type":"residual","layers":['],
    ['lists', '['],
  ])('cannot overflow the stack with %s', (_, opening) => {
    const depth = 30_000;
    const closing = opening === '[' ? ']' : ']}';
    const deep = JSON.parse(`${opening.repeat(depth)}${closing.repeat(depth)}`) as unknown;
    const hostile = [model([deep as LayerSpec]), { ...model([]), layers: [{ type: 'conv2d', filters: deep }] }, { ...model([]), layers: deep }];
    for (const json of hostile) expect(problemOf(() => parseModel(json))?.code).toMatch(/^model\./);
  });

  it('has no more layers in the form than in a file', () => {
    const most = block(Array<LayerSpec>(MAX_LAYERS).fill(relu));
    expect(analyse(model([most])).problem).toEqual({
      code: 'model.tooManyLayers',
      params: { count: MAX_LAYERS + 1, most: MAX_LAYERS },
      path: 'layers',
    });
  });
});

describe('places', () => {
  it.each([
    ['layers[3].stride', [3]],
    ['layers[3].shortcut[12].layers[0] output', [3, 'shortcut', 12, 'layers', 0]],
    ['layers[0].layers', [0]],
    ['layers', undefined],
    ['loss', undefined],
  ])('are read from the beginning of a path: %s', (path, place) => {
    expect(placeIn(path)).toEqual(place);
    if (place) expect(path.startsWith(pathOf(place))).toBe(true);
  });

  it('lead to layers', () => {
    expect(layerAt(spec.layers, [1, 'shortcut', 0])).toEqual(conv(16, 1, 2));
    expect(layerAt(spec.layers, [1, 'shortcut', 1])).toBeUndefined();
    expect(layerAt(spec.layers, [0, 'shortcut', 0])).toBeUndefined();
    expect(layerAt(spec.layers, [])).toBeUndefined();
  });
});
