import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/engine/graph/graph';
import { presetNames, presets } from '../../src/engine/graph/presets';
import { mobileNetwork } from '../../src/engine/graph/presets/mobile';
import { residualNetwork } from '../../src/engine/graph/presets/residual';
import { CIFAR_INPUT, type LayerSpec } from '../../src/engine/graph/spec';
import { Random } from '../../src/engine/random';
import { Trainer } from '../../src/engine/runtime/trainer';
import { randomWeights, shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { OracleTrainer } from '../support/oracle';
import { drawPictures, labelsOf, normalised, NORMALISATION } from '../support/pictures';

const INPUT = shape(3, 8, 8);
/** So that a step moves the weights about as far as they are large. */
const SETTINGS = { learningRate: 1, momentum: 0.9, weightDecay: 0.0005 };
const all = (count: number) => Uint32Array.from({ length: count }, (_, index) => index);

describe('the presets', () => {
  it.each(presetNames)('%s takes a step that is a number throughout', async (name) => {
    const pictures = { count: 2, ...drawPictures(Random.from(1), CIFAR_INPUT, 2) };
    const options = { batch: 2, seed: 1, normalisation: NORMALISATION, traits: await traitsPreferring('sliding'), pictures, hurry: true };
    const trainer = await Trainer.create(await openDevice(), buildGraph(presets[name]), await sharedPipelines(), options);
    try {
      expect(await trainer.step(pictures, all(2), { ...SETTINGS, learningRate: 0.01 })).toMatchObject({ pictures: 2 });
      for (const { name: tensor, data } of await trainer.readWeights())
        expect({ tensor, finite: data.every(Number.isFinite) }).toEqual({ tensor, finite: true });
    } finally {
      trainer.destroy();
    }
  });

  const shortcut = (channels: number): readonly LayerSpec[] => [
    { type: 'maxPool2d', size: 1, stride: 2 },
    { type: 'padChannels', channels },
  ];

  // On small pictures, for the sake of time.
  it.each([
    ['resnet8', presets.resnet8],
    ['resnet8 with padded identities', residualNetwork(1, shortcut)],
    [
      'the beginning of mobile',
      mobileNetwork(
        [16, 1],
        [
          [32, 1],
          [64, 2],
        ],
      ),
    ],
  ])('%s takes the step that TensorFlow.js takes', async (_, spec) => {
    const graph = buildGraph({ ...spec, input: INPUT });
    const pictures = drawPictures(Random.from(1), INPUT, 6);
    const indices = all(6);
    const weights = randomWeights(graph, Random.from(2));
    const oracle = new OracleTrainer(graph, weights);
    const expected = oracle.step(normalised(pictures, INPUT, indices), labelsOf(pictures, indices), SETTINGS);
    const options = { batch: 6, seed: 1, normalisation: NORMALISATION, traits: await traitsPreferring('sliding'), weights };
    const trainer = await Trainer.create(await openDevice(), graph, await sharedPipelines(), options);
    try {
      const { loss } = await trainer.step(pictures, indices, SETTINGS);
      expectClose(Float32Array.of(loss), Float32Array.of(expected.loss), 'the loss');
      const after = new Map((await trainer.readWeights()).map(({ name, data }) => [name, data]));
      for (const { name, data } of oracle.readWeights()) expectClose(after.get(name) ?? new Float32Array(), data, name);
    } finally {
      trainer.destroy();
    }
  });
});
