import { Float16Array } from '@petamoriken/float16';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import type { Shape } from '../../src/engine/shape';
import { planTraining } from '../../src/engine/plan/plan';
import type { AdapterTraits } from '../../src/engine/plan/traits';
import { Random } from '../../src/engine/random';
import { Trainer } from '../../src/engine/runtime/trainer';
import { tune } from '../../src/engine/tuning/tune';
import { drawCase, expectOracle, randomWeights, shape } from '../support/cases';
import { now } from '../support/clock';
import type { LayerCase } from '../support/layerCase';
import { halfTraits, halfWays, openDevice, sharedPipelines, sharedProver, variants } from '../support/gpu';
import { wrongOn } from '../support/networks/compare';
import { expectedOf, givenTo } from '../support/networks/run';
import { OracleTrainer } from '../support/oracle';
import { drawPictures, labelsOf, normalised, NORMALISATION } from '../support/pictures';

/** What results rounded to half precision (one part in 2048) may differ by from the same sums in full precision. */
const ROUNDED = 1e-3;

const ways = await halfWays();

const rounded = (values: Float32Array) => new Float32Array(new Float16Array(values));

/** The case with everything that goes in rounded to half precision, as the device will have it. */
function roundedCase(drawn: LayerCase): LayerCase {
  return {
    ...drawn,
    input: rounded(drawn.input),
    weights: drawn.weights.map((tensor) => ({ ...tensor, data: rounded(tensor.data) })),
    outputGradient: rounded(drawn.outputGradient),
  };
}

const layers: readonly (readonly [what: string, layers: readonly LayerSpec[], input: Shape])[] = [
  ['a convolution of stride 1', [{ type: 'conv2d', filters: 18, kernel: 3, padding: 1 }], shape(5, 6, 9)],
  ['a convolution of stride 2', [{ type: 'conv2d', filters: 6, kernel: 3, stride: 2, padding: 1 }], shape(5, 7, 6)],
  ['a fused ReLU', [{ type: 'conv2d', filters: 6, kernel: 3, padding: 1 }, { type: 'relu' }], shape(3, 6, 6)],
  ['a dense layer', [{ type: 'flatten' }, { type: 'dense', units: 13 }], shape(3, 4, 5)],
];

/** Whose kernels have one variant. */
const single: readonly (readonly [what: string, layers: readonly LayerSpec[], input: Shape])[] = [
  ['a depthwise convolution', [{ type: 'conv2d', filters: 6, groups: 6 }], shape(6, 5, 6)],
  ['a dilated convolution in groups', [{ type: 'conv2d', filters: 9, groups: 3, dilation: 2 }], shape(6, 7, 6)],
  ['weights that are not shared', [{ type: 'locallyConnected2d', filters: 6 }], shape(5, 5, 4)],
  ['max pooling', [{ type: 'maxPool2d', size: 3, stride: 2, padding: 1 }], shape(5, 7, 6)],
  ['average pooling', [{ type: 'avgPool2d', size: 2, stride: 2 }], shape(5, 8, 6)],
  ['pooling of whole pictures', [{ type: 'globalAvgPool' }], shape(5, 8, 6)],
  ['a ReLU by itself', [{ type: 'relu' }], shape(5, 3, 4)],
  ['a derivative by the output', [{ type: 'sigmoid' }], shape(5, 3, 4)],
  ['a derivative by the input', [{ type: 'gelu' }], shape(5, 3, 4)],
  ['dropout of nothing', [{ type: 'dropout', rate: 0 }], shape(5, 3, 4)],
  ['batch normalisation and ReLU', [{ type: 'batchNorm' }, { type: 'relu' }], shape(5, 3, 4)],
  ['batch normalisation of a vector that was a picture', [{ type: 'flatten' }, { type: 'batchNorm' }], shape(5, 2, 1)],
  ['normalisation without a scale', [{ type: 'batchNorm', scale: false }], shape(5, 3, 4)],
  ['frozen weights', [{ type: 'conv2d', filters: 6, frozen: true }], shape(5, 3, 4)],
  ['a scale', [{ type: 'scale', factor: 0.3 }], shape(5, 3, 4)],
  ['a residual block', [{ type: 'relu' }, { type: 'residual', layers: [{ type: 'relu' }] }, { type: 'relu' }], shape(5, 3, 4)],
  ['channels of zeros', [{ type: 'padChannels', channels: 10 }], shape(5, 3, 4)],
  ['ways that lie differently', [{ type: 'flatten' }, { type: 'residual', layers: [{ type: 'dense', units: 15 }] }], shape(5, 3, 1)],
];

/** The gradient of the first weights comes through a normalisation that has two values of each channel. */
const pairs: readonly (readonly [what: string, layers: readonly LayerSpec[]])[] = [
  ['a dense layer', [{ type: 'flatten' }, { type: 'dense', units: 8, bias: false }, { type: 'batchNorm' }, { type: 'relu' }, { type: 'dense', units: 10 }]],
  [
    'a picture made a vector',
    [{ type: 'conv2d', filters: 4, padding: 0, bias: false }, { type: 'flatten' }, { type: 'batchNorm' }, { type: 'dense', units: 10 }],
  ],
  ['means of pictures', [{ type: 'conv2d', filters: 6, bias: false }, { type: 'globalAvgPool' }, { type: 'batchNorm' }, { type: 'dense', units: 10 }]],
];

describe.each(ways)('half precision, %s', (way) => {
  describe.each(variants)('%s kernels', (variant) => {
    it.each(layers)('agree on %s', async (_, specs, input) => {
      await expectOracle(roundedCase(drawCase(specs, input, 3)), await halfTraits(variant, way), ROUNDED);
    });
  });

  it.each(single)('agrees on %s', async (_, specs, input) => {
    await expectOracle(roundedCase(drawCase(specs, input, 3)), await halfTraits('direct', way), ROUNDED);
  });

  it.each(pairs)('rounds as a simulation does in front of a normalisation of two pictures, %s', async (_, specs) => {
    const [device, pipelines] = [await openDevice(), await sharedPipelines()];
    let compared = 0;
    for (const seed of [1, 2, 3, 4]) {
      const drawn = { seed, batch: 2, pictures: 2, parallelism: 1024, model: model(specs, shape(3, 4, 4)) };
      const expected = expectedOf(givenTo(drawn), 'f16');
      expect(await wrongOn(device, pipelines, drawn, 'sliding', way, expected)).toEqual([]);
      if (!expected.untold.has(`gradient of ${specs.findIndex(({ type }) => type !== 'flatten')}.weight`)) compared++;
    }
    // Of the others, sums in 32 bits leave too little.
    expect(compared).toBeGreaterThan(1);
  });

  it('is found right by the proof of a run', async () => {
    const prover = await sharedProver();
    await prover.settle((traits) => planTraining(graph, BATCH, traits), await halfTraits('sliding', way));
    expect(prover.report.failures).toEqual([]);
  });

  it('trains as full precision does, within what rounding makes', async () => {
    const losses = await trainedLosses(await halfTraits('sliding', way));
    const expected = oracleLosses();
    for (const [step, loss] of losses.entries()) expect(Math.abs(loss - (expected[step] ?? NaN)), `loss of step ${step}`).toBeLessThan(0.02);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.8);
  });

  it('is tuned among kernels that agree', async () => {
    const traits = await halfTraits('sliding', way);
    const device = await openDevice();
    const options = { device, pipelines: await sharedPipelines(), traits, budget: Infinity, now };
    const tuning = tune(planTraining(graph, BATCH, traits), options);
    let last = await tuning.next();
    while (!last.done) last = await tuning.next();
    expect([...last.value.keys()].every((operator) => operator.includes('HALF=1'))).toBe(true);
    expect(last.value.size).toBeGreaterThan(0);
  });
});

const INPUT = shape(3, 8, 8);
const BATCH = 8;
const STEPS = 20;
const graph = buildGraph(
  model(
    [
      { type: 'conv2d', filters: 8, kernel: 3, padding: 1 },
      { type: 'relu' },
      { type: 'maxPool2d', size: 2, stride: 2 },
      { type: 'conv2d', filters: 8, kernel: 3, padding: 1 },
      { type: 'relu' },
      { type: 'flatten' },
      { type: 'dense', units: 10 },
    ],
    INPUT,
  ),
);
const weights = randomWeights(graph, Random.from(3));
const pictures = drawPictures(Random.from(1), INPUT, 16);
const batch = (step: number) => Uint32Array.from({ length: BATCH }, (_, at) => (step * BATCH + at) % 16);
const SETTINGS = { learningRate: 0.02, momentum: 0.9, weightDecay: 0.001 };

async function trainedLosses(traits: AdapterTraits): Promise<number[]> {
  const options = { batch: BATCH, seed: 1, normalisation: NORMALISATION, traits, weights };
  const trainer = await Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
  try {
    const losses: number[] = [];
    for (let step = 0; step < STEPS; step++) losses.push((await trainer.step(pictures, batch(step), SETTINGS)).loss);
    return losses;
  } finally {
    trainer.destroy();
  }
}

function oracleLosses(): number[] {
  const oracle = new OracleTrainer(graph, weights);
  return Array.from({ length: STEPS }, (_, step) => {
    const indices = batch(step);
    return oracle.step(normalised(pictures, INPUT, indices), labelsOf(pictures, indices), SETTINGS).loss;
  });
}
