import { describe, expect, it } from 'vitest';
import { buildGraph, everyNode, type Graph } from '../../../src/engine/graph/graph';
import { presetNames, presets } from '../../../src/engine/graph/presets';
import { mobileNetwork } from '../../../src/engine/graph/presets/mobile';
import { paddedIdentity, residualNetwork } from '../../../src/engine/graph/presets/residual';
import { listOf, type LayerSpec, type ModelSpec } from '../../../src/engine/graph/spec';

/** Multiply-adds as papers count them: without those of normalisations. */
function published({ nodes, multiplyAdds }: Graph): number {
  return everyNode(nodes).reduce((rest, node) => rest - (node.spec.type === 'batchNorm' ? node.multiplyAdds : 0), multiplyAdds);
}

/** Channels and side behind each layer that changes them, `96×32`. */
function sizes({ nodes }: Graph): string[] {
  const all = nodes.map(({ output: { channels, height } }) => `${channels}×${height}`);
  return all.filter((size, index) => size !== all[index - 1]);
}

/** Parameters, and multiply-adds without those of normalisations. */
const counted = [
  ['small', 22_466, 3_920_000],
  ['mlp', 1_578_506, 1_577_984],
  // Whose weights are not shared, at the same cost: 75·16 + 400·20 + 500·20 at each position.
  ['local', 1024 * 1200 + 256 * 8000 + 64 * 10_000 + 56 + 3210, 3_920_000],
  // LeCun et al. 1998 have about 60,000, with a sparse second convolution.
  ['lenet', 62_006, 651_720],
  ['alexnet', 2_248_906, 93_869_056],
  ['vgg', 1_116_970, 25_528_832],
  ['wide', 373_386, 39_520_768],
  ['deep', 369_386, 51_352_672],
  // Springenberg et al. round to 1.4 M; this is their table 1 counted out, as Keras models of it print.
  ['allconv', 1_369_738, 270_798_336],
  // MLPerf Tiny's has 12.5 M multiply-adds.
  ['resnet8', 78_042, 12_501_632],
  // He et al., table 6: 0.27 M.
  ['resnet20', 272_474, 40_813_184],
  ['mobile', 479_402, 6_739_968],
  // Jordan, arXiv 2404.00498: 2 M, and 3.6·10¹⁴ operations in 9.9 epochs, of which a multiply-add is two and a step three passes.
  ['speedrun', 1_971_640, 118_147_370],
] as const;

describe('the presets', () => {
  it.each(counted)('%s has %i parameters and %i multiply-adds', (name, parameters, multiplyAdds) => {
    const graph = buildGraph(presets[name]);
    expect({ parameters: graph.parameterCount, multiplyAdds: published(graph) }).toEqual({ parameters, multiplyAdds });
  });

  it('are all counted here, in the order of the menu, and lose nothing at an edge', () => {
    // As its paper has it, speedrun pools sides of 31, 15 and 7 by two.
    for (const name of presetNames.filter((one) => one !== 'speedrun')) {
      const spec = presets[name];
      for (const { path, leftover } of everyNode(buildGraph(spec).nodes)) expect({ path, leftover }).toEqual({ path, leftover: undefined });
    }
    expect(counted.map(([name]) => name)).toEqual(presetNames);
  });

  it.each([
    ['alexnet', ['48×32', '48×16', '128×16', '128×8', '192×8', '128×8', '128×4', '2048×1', '512×1', '10×1']],
    // The paper averages over 6 × 6 positions.
    ['allconv', ['3×32', '96×32', '96×16', '192×16', '192×8', '192×6', '10×6', '10×1']],
    ['resnet20', ['16×32', '32×16', '64×8', '64×1', '10×1']],
    ['mobile', ['16×32', '32×32', '32×16', '64×16', '64×8', '128×8', '128×4', '256×4', '256×2', '512×2', '512×1', '10×1']],
  ] as const)('%s has the sizes of its paper, for 32 × 32', (name, expected) => {
    expect(sizes(buildGraph(presets[name]))).toEqual(expected);
  });
});

describe('residual networks', () => {
  it.each([
    // He et al., table 6: 0.27, 0.46, 0.66 and 0.85 M.
    [3, 269_722],
    [5, 464_154],
    [7, 658_586],
    [9, 853_018],
  ])('of %i blocks a stage have %i parameters with padded identities', (blocks, parameters) => {
    const graph = buildGraph(residualNetwork(blocks, paddedIdentity));
    expect(graph.parameterCount).toBe(parameters);
    expect(buildGraph(residualNetwork(blocks)).parameterCount).toBe(parameters + 2752);
    expect(sizes(graph)).toEqual(sizes(buildGraph(presets.resnet20)));
  });

  it('cost the same with padded identities, but for the projections', () => {
    const graph = buildGraph(residualNetwork(3, paddedIdentity));
    expect(published(graph)).toBe(40_551_040);
    expect(published(buildGraph(presets.resnet20)) - published(graph)).toBe(256 * 16 * 32 + 64 * 32 * 64);
  });

  it("of one block a stage are MLPerf Tiny's, which has biases everywhere and no normalisation behind projections", () => {
    // benchmark/training/image_classification of github.com/mlcommons/tiny: 78,666 with 480 running statistics.
    const biased = (layers: readonly LayerSpec[]) => layers.map((layer) => (layer.type === 'conv2d' ? { ...layer, bias: true } : layer));
    const layers = biased(presets.resnet8.layers).map((layer) =>
      layer.type === 'residual' ? { ...layer, layers: biased(listOf(layer, 'layers')), shortcut: biased(listOf(layer, 'shortcut').slice(0, 1)) } : layer,
    );
    const { parameterCount, nodes } = buildGraph({ ...presets.resnet8, layers });
    const states = everyNode(nodes)
      .flatMap(({ parameters }) => parameters)
      .filter(({ isState = false }) => isState);
    expect(parameterCount).toBe(78_186);
    expect(parameterCount + states.reduce((sum, { shape: [channels = 0] }) => sum + channels, 0)).toBe(78_666);
  });
});

describe('MobileNet', () => {
  const sizes = (last: number): Parameters<typeof mobileNetwork>[1] => [
    ...([
      [64, 1],
      [128, 2],
      [128, 1],
      [256, 2],
      [256, 1],
      [512, 2],
    ] as const),
    ...Array.from({ length: last }, () => [512, 1] as const),
    ...([
      [1024, 2],
      [1024, 1],
    ] as const),
  ];
  const imagenet = (spec: ModelSpec): ModelSpec => ({ ...spec, input: { channels: 3, height: 224, width: 224 } });

  it('has the figures of the paper at full size: 4.2 M parameters and 569 M multiply-adds, shallow 2.9 M and 307 M', () => {
    const whole = buildGraph(imagenet(mobileNetwork([32, 2], sizes(5), 1000)), 1000);
    expect(whole.parameterCount).toBe(4_231_976);
    expect(published(whole)).toBe(568_740_352);
    const shallow = buildGraph(imagenet(mobileNetwork([32, 2], sizes(0), 1000)), 1000);
    expect([shallow.parameterCount / 1e6, published(shallow) / 1e6].map((figure) => figure.toFixed(1))).toEqual(['2.9', '307.3']);
  });

  it('has the 3,217,226 parameters of implementations for CIFAR-10, whose first convolution has a stride of 1', () => {
    expect(buildGraph(mobileNetwork([32, 1], sizes(5))).parameterCount).toBe(3_217_226);
  });

  it('is about eight times cheaper than with whole convolutions in place of separable ones', () => {
    const layers = presets.mobile.layers.flatMap((layer, index, all) => {
      if (layer['kernel'] === 1) return [{ ...layer, kernel: 3, stride: all[index - 3]?.['stride'] ?? 1 }];
      return Number(layer['groups'] ?? 1) > 1 ? [] : [layer];
    });
    const ratio = published(buildGraph({ ...presets.mobile, layers })) / published(buildGraph(presets.mobile));
    expect(ratio).toBeGreaterThan(7);
    expect(ratio).toBeLessThan(9);
  });
});

describe('wide and deep', () => {
  it('have as many parameters within 2 %, and see less and more than the picture', () => {
    const [wide, deep] = [buildGraph(presets.wide), buildGraph(presets.deep)];
    expect(Math.abs(wide.parameterCount / deep.parameterCount - 1)).toBeLessThan(0.02);
    const seen = ({ nodes }: Graph) => nodes.findLast(({ spec }) => spec.type === 'conv2d')?.receptiveField.size;
    expect([seen(wide), seen(deep)]).toEqual([18, 46]);
  });
});

describe('local', () => {
  it('has the shapes of small, layer by layer', () => {
    const shapes = (spec: ModelSpec) => buildGraph(spec).nodes.map(({ output }) => output);
    expect(shapes(presets.local)).toEqual(shapes(presets.small));
  });
});
