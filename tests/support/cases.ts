import { expect } from 'vitest';
import { Probe } from './probe';
import { buildProbeGraph, everyNode, type Graph } from '../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import { volume, type Shape } from '../../src/engine/shape';
import type { AdapterTraits } from '../../src/engine/plan/traits';
import { Random } from '../../src/engine/random';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { openDevice, sharedPipelines } from './gpu';
import { expectClose, randomFloats } from './numbers';
import type { LayerCase, LayerResult } from './layerCase';
import { byOracle } from './oracle';

/** Random weights for a graph. Biases are no zeros, with which they begin: those would hide a bias that is not added. A variance is positive. */
export function randomWeights(graph: Graph, random: Random): NamedTensor[] {
  return everyNode(graph.nodes).flatMap((node) =>
    node.parameters.map(({ name, shape, fanIn }) => {
      const length = shape.reduce((product, side) => product * side, 1);
      const data = randomFloats(random, length, name === 'bias' ? 1 : Math.sqrt(3 / fanIn));
      return { name: `${node.name}.${name}`, shape, data: name === 'running_var' ? data.map((value) => 0.1 + Math.abs(value)) : data };
    }),
  );
}

export const shape = (channels: number, height: number, width: number): Shape => ({ channels, height, width });

export function drawCase(layers: readonly LayerSpec[], input: Shape, batch: number, seed = 1): LayerCase {
  const graph = buildProbeGraph(model(layers, input));
  const random = Random.from(seed);
  return {
    graph,
    batch,
    input: randomFloats(random, batch * volume(input)),
    weights: randomWeights(graph, random),
    outputGradient: randomFloats(random, batch * volume(graph.output)),
  };
}

/** Fails unless the kernels that `traits` choose agree with TensorFlow.js on a case. */
export async function expectOracle(drawn: LayerCase, traits: AdapterTraits, tolerance?: number): Promise<void> {
  expectAlike(await onDevice(drawn, traits), byOracle(drawn), tolerance);
}

/** What the device makes of a case, with the kernels that `traits` choose. */
export async function onDevice({ graph, batch, input, weights, outputGradient }: LayerCase, traits: AdapterTraits): Promise<LayerResult> {
  const probe = await Probe.create(await openDevice(), graph, batch, await sharedPipelines(), traits);
  try {
    return await probe.run(input, outputGradient, weights);
  } finally {
    probe.destroy();
  }
}

function expectSameTensors(actual: readonly NamedTensor[], expected: readonly NamedTensor[], what: string, tolerance?: number): void {
  expect(actual.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  for (const [at, { name, data }] of expected.entries()) expectClose(actual[at]?.data ?? new Float32Array(), data, `${what}${name}`, tolerance);
}

function expectAlike(actual: LayerResult, expected: LayerResult, tolerance?: number): void {
  expectClose(actual.output, expected.output, 'the output', tolerance);
  expectClose(actual.inputGradient, expected.inputGradient, "the input's gradient", tolerance);
  expectSameTensors(actual.parameterGradients, expected.parameterGradients, 'the gradient of ', tolerance);
  expectSameTensors(actual.states, expected.states, '', tolerance);
}
