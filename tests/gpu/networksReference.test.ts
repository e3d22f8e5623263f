import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/engine/graph/graph';
import { listOf, type LayerSpec } from '../../src/engine/graph/spec';
import { layerDefinition } from '../../src/engine/layers';
import type { NetworkCase } from '../support/networks/case';
import { drawNetwork } from '../support/networks/draw';
import { differences, expectedOf, givenTo, TOLERANCE } from '../support/networks/run';
import { OracleTrainer } from '../support/oracle';

const NETWORKS = 60;
/** Long steps, so that the weights after one of them tell the gradient. */
const RATE = 1000;

/** TensorFlow.js draws other random bits than we do. */
const undropped = (layers: readonly LayerSpec[]): LayerSpec[] =>
  layers.map((layer) => {
    const lists = (layerDefinition(layer.type)?.lists ?? []).map((name) => [name, undropped(listOf(layer, name))] as const);
    return { ...layer, ...(layer.type === 'dropout' ? { rate: 0 } : {}), ...Object.fromEntries(lists) };
  });

function withoutDropout(drawn: NetworkCase): NetworkCase {
  return { ...drawn, model: { ...drawn.model, layers: undropped(drawn.model.layers) } };
}

describe('plain arithmetic makes of a network what TensorFlow.js makes of it', () => {
  it.each(Array.from({ length: NETWORKS }, (_, at) => withoutDropout(drawNetwork(at + 1))))('seed $seed, $pictures pictures', (drawn) => {
    const given = givenTo(drawn);
    const { figures, untold } = expectedOf(given, 'f32');
    const oracle = new OracleTrainer(buildGraph(drawn.model), given.weights);
    const before = new Map(given.weights.map(({ name, data }) => [name, data]));
    const { loss } = oracle.step(Float32Array.from(given.inputs.input), given.inputs.labels, { learningRate: RATE, momentum: 0, weightDecay: 0 });
    const found = new Map<string, ArrayLike<number>>([['loss', [loss]]]);
    for (const { name, data } of oracle.readWeights()) {
      found.set(name, data);
      found.set(
        `gradient of ${name}`,
        data.map((after, at) => ((before.get(name)?.[at] ?? NaN) - after) / RATE),
      );
    }
    // Of what the update makes there are tests of the optimisers.
    const compared = [...figures].filter(([name]) => !untold.has(name) && (/^(loss|gradient)/.test(name) || name.includes('running_')));
    expect(compared.length).toBeGreaterThan(0);
    for (const { name, error } of differences(found, new Map(compared))) expect(error, name).toBeLessThan(TOLERANCE.f32);
  });
});
