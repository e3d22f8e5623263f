import { describe, expect, it } from 'vitest';
import { analyse, buildGraph, type Graph } from '../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import { planProbe, planTraining } from '../../src/engine/plan/plan';
import type { Precision } from '../../src/engine/precision';
import { Random } from '../../src/engine/random';
import type { Hyperparameters } from '../../src/engine/runtime/batch';
import { Trainer } from '../../src/engine/runtime/trainer';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { decodeSafetensors, encodeSafetensors } from '../../src/engine/weights/safetensors';
import { drawCase, expectOracle, randomWeights, shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { OracleTrainer } from '../support/oracle';
import { drawPictures, labelsOf, normalised, NORMALISATION } from '../support/pictures';
import type { Shape } from '../../src/engine/shape';

const conv: LayerSpec = { type: 'conv2d', filters: 6, kernel: 3, frozen: true };
const local: LayerSpec = { type: 'locallyConnected2d', filters: 5, kernel: 2, padding: 0, frozen: true };
const dense: LayerSpec = { type: 'dense', units: 7, frozen: true };
const flatten: LayerSpec = { type: 'flatten' };
const traits = () => traitsPreferring('direct');

describe('frozen weights', () => {
  it.each<[string, readonly LayerSpec[], Shape, number]>([
    ['a convolution', [conv], shape(5, 6, 7), 3],
    [
      'one of stride 2 before another that learns',
      [
        { ...conv, stride: 2 },
        { ...conv, frozen: false },
      ],
      shape(3, 7, 6),
      4,
    ],
    ['one behind another that learns, with ReLU', [{ ...conv, frozen: false }, { type: 'relu' }, conv, { type: 'relu' }], shape(3, 5, 4), 2],
    ['one in groups', [{ ...conv, groups: 3 }], shape(6, 5, 4), 3],
    ['unshared weights', [local], shape(3, 5, 4), 3],
    ['a dense layer', [flatten, dense], shape(3, 4, 2), 9],
    ['none of them with a bias', [{ ...conv, bias: false }, { ...local, bias: false }, flatten, { ...dense, bias: false }], shape(3, 5, 4), 2],
  ])('pass gradients on, and the bias learns: %s', async (_, layers, input, batch) => {
    await expectOracle(drawCase(layers, input, batch), await traits());
  });

  it.each([1, 10_000])('adds up the gradient of a bias where %d invocations keep the adapter busy', async (parallelism) => {
    await expectOracle(drawCase([conv], shape(3, 9, 8), 6), { ...(await traits()), parallelism });
  });

  it.each([
    ['a convolution', conv, 'conv2dWeightGrad'],
    ['one in groups', { ...conv, groups: 3 }, 'groupedConv2dWeightGrad'],
    ['unshared weights', local, 'locallyConnected2dWeightGrad'],
  ])('take no kernel for their gradient: %s', async (_, layer, kernel) => {
    const kernels = async (spec: LayerSpec) =>
      planProbe(drawCase([spec], shape(3, 5, 4), 2).graph, 2, await traits()).dispatches.map((dispatch) => dispatch.kernel);
    expect(await kernels({ ...layer, frozen: false })).toContain(kernel);
    expect(await kernels(layer)).not.toContain(kernel);
    expect(await kernels({ ...layer, bias: false })).not.toContain('biasGrad');
  });
});

const INPUT = shape(3, 8, 8);
const BATCH = 6;
const pictures = drawPictures(Random.from(1), INPUT, 12);
/** Every other batch is not full. */
const batches = Array.from({ length: 6 }, (_, step) => Uint32Array.from({ length: step % 2 === 0 ? BATCH : 4 }, (_, at) => (step * 5 + at) % 12));
const settings: Hyperparameters = { learningRate: 0.02, momentum: 0.9, weightDecay: 0.01 };
const graph = buildGraph(
  model(
    [{ ...conv, kernel: 2, padding: 0 }, { type: 'gelu' }, { ...conv, frozen: false }, { type: 'relu' }, flatten, dense, { type: 'dense' }, { type: 'scale' }],
    INPUT,
  ),
);
const FROZEN = ['0.weight', '5.weight'];

async function training<T>(of: Graph, use: (trainer: Trainer) => Promise<T>, weights: readonly NamedTensor[], precision: Precision = 'f32'): Promise<T> {
  const options = { batch: BATCH, seed: 1, normalisation: NORMALISATION, traits: { ...(await traits()), precision }, weights };
  const trainer = await Trainer.create(await openDevice(), of, await sharedPipelines(), options);
  try {
    return await use(trainer);
  } finally {
    trainer.destroy();
  }
}

describe('a network with frozen weights', () => {
  it('trains as in TensorFlow.js, and keeps them bit for bit', async () => {
    const weights = randomWeights(graph, Random.from(2));
    const oracle = new OracleTrainer(graph, weights);
    await training(
      graph,
      async (trainer) => {
        for (const indices of batches) {
          const expected = oracle.step(normalised(pictures, INPUT, indices), labelsOf(pictures, indices), settings);
          const { loss } = await trainer.step(pictures, indices, settings);
          expectClose(Float32Array.of(loss), Float32Array.of(expected.loss), 'the loss');
        }
        const found = new Map((await trainer.readWeights()).map(({ name, data }) => [name, data]));
        for (const { name, data } of oracle.readWeights()) expectClose(found.get(name) ?? new Float32Array(), data, name);
        for (const name of FROZEN) expect(found.get(name)).toEqual(weights.find((tensor) => tensor.name === name)?.data);
        expect(found.get('0.bias')).not.toEqual(weights.find((tensor) => tensor.name === '0.bias')?.data);
      },
      weights,
    );
  });

  it.each<Precision>(['f32', 'f16'])('gives back what it was given, through a file of weights, in %s', async (precision) => {
    const weights = randomWeights(graph, Random.from(3));
    const decoded = decodeSafetensors(encodeSafetensors(weights)).tensors;
    const read = await training(graph, (trainer) => trainer.readWeights(), decoded, precision);
    expect(Object.fromEntries(read.map(({ name, data }) => [name, data]))).toEqual(Object.fromEntries(weights.map(({ name, data }) => [name, data])));
  });

  it('counts them as parameters that do not train, and keeps nothing beside them', async () => {
    const thawed = buildGraph(
      model(
        graph.spec.layers.map((layer) => (layer['frozen'] ? { ...layer, frozen: false } : layer)),
        INPUT,
      ),
    );
    expect(graph.parameterCount).toBe(thawed.parameterCount);
    expect(thawed.trainableCount).toBe(thawed.parameterCount);
    const frozen = 6 * 3 * 2 * 2 + 7 * 6 * 7 * 7;
    expect(graph.trainableCount).toBe(graph.parameterCount - frozen);
    const bytes = async (of: Graph, name: string) => planTraining(of, BATCH, await traits()).storages.find((storage) => storage.name === name)?.bytes ?? 0;
    expect(await bytes(graph, 'velocity')).toBe((await bytes(thawed, 'velocity')) - (await bytes(graph, 'frozen weights')));
    expect(await bytes(graph, 'frozen weights')).toBeGreaterThanOrEqual(frozen * 4);
  });

  it('is refused where nothing else could train', () => {
    const layers = [flatten, { ...dense, units: 10, bias: false }];
    expect(analyse(model(layers)).problem).toMatchObject({ code: 'model.nothingToTrain', path: 'layers' });
    expect(analyse(model([flatten, { ...dense, units: 10 }])).problem).toBeUndefined();
  });
});
