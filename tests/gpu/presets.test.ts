import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/engine/graph/graph';
import { presetNames, presets } from '../../src/engine/graph/presets';
import { CIFAR_INPUT } from '../../src/engine/graph/spec';
import { Random } from '../../src/engine/random';
import { PipelineCache } from '../../src/engine/runtime/pipelines';
import { Trainer } from '../../src/engine/runtime/trainer';
import { openDevice, traitsPreferring } from '../support/gpu';
import { drawPictures, NORMALISATION } from '../support/pictures';

const BATCH = 2;
const pictures = drawPictures(Random.from(1), CIFAR_INPUT, BATCH);
const SETTINGS = { learningRate: 0.01, momentum: 0.9, weightDecay: 0 };

describe('the presets', () => {
  it.each(presetNames)('%s takes a step that is a number throughout', async (name) => {
    const device = await openDevice();
    const options = { batch: BATCH, seed: 1, normalisation: NORMALISATION, traits: await traitsPreferring('sliding'), hurry: true };
    const trainer = await Trainer.create(device, buildGraph(presets[name]), new PipelineCache(device), options);
    try {
      const { loss, finite } = await trainer.step(pictures, Uint32Array.of(0, 1), SETTINGS);
      expect(finite).toBe(true);
      console.log(name, loss);
      expect(loss).toBeGreaterThan(0);
      const weights = await trainer.readWeights();
      expect(weights.filter(({ data }) => !data.every((value) => Number.isFinite(value))).map(({ name: tensor }) => tensor)).toEqual([]);
    } finally {
      trainer.destroy();
    }
  });
});
