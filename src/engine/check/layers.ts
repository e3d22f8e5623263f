import { buildProbeGraph, type GraphNode } from '../graph/graph';
import { model, volume, type LayerSpec, type Shape } from '../graph/spec';
import type { AdapterTraits } from '../plan/traits';
import { Random } from '../random';
import type { PipelineCache } from '../runtime/pipelines';
import { channelMeans, dropped, widened } from './elementwiseReference';
import { Probe } from './probe';
import { convolution, normalisation, pooling, slidingOf, type Reference, type ReferenceInputs } from './reference';
import { elementwise, scalarFunction } from './scalarFunctions';
import type { NamedTensor } from '../weights/layout';
import { relativeError } from './relativeError';
import { verdictOn, type Verdict } from './verdict';

/** A layer to check: its reference, and the kernels that make its output and its gradients. */
interface LayerCheck {
  readonly layer: LayerSpec;
  readonly input: Shape;
  readonly reference: (node: GraphNode, inputs: ReferenceInputs) => Reference;
  readonly output: string;
  readonly inputGradient: string;
  /** Kernels that make them one after another are blamed together. */
  readonly parameterGradients?: string | readonly string[];
  readonly states?: readonly string[];
  /** The kernel that makes the bias's gradient, where it is not that of the other parameters. */
  readonly biasGradient?: string;
}

const BATCH = 2;

/** Small, yet with every awkwardness at once: sides that differ, a stride that leaves some over, padding, channels that fill no group. */
export const layerChecks: readonly LayerCheck[] = [
  {
    layer: { type: 'conv2d', filters: 6, kernel: 3, stride: 2, padding: 2, dilation: 2 },
    input: { channels: 5, height: 6, width: 5 },
    reference: (node, inputs) => convolution(slidingOf(node, BATCH), inputs),
    output: 'conv2d',
    inputGradient: 'conv2dInputGrad',
    parameterGradients: 'conv2dWeightGrad',
  },
  // Kernels of their own serve a stride and a dilation of 1.
  {
    layer: { type: 'conv2d', filters: 18, kernel: 3, padding: 1 },
    input: { channels: 5, height: 3, width: 6 },
    reference: (node, inputs) => convolution(slidingOf(node, BATCH), inputs),
    output: 'conv2d',
    inputGradient: 'conv2dInputGrad',
    parameterGradients: 'conv2dWeightGrad',
  },
  {
    layer: { type: 'conv2d', filters: 6, kernel: 3, stride: 2, padding: 2, dilation: 2, groups: 3 },
    input: { channels: 9, height: 6, width: 5 },
    reference: (node, inputs) => convolution(slidingOf(node, BATCH), inputs),
    output: 'groupedConv2d',
    inputGradient: 'groupedConv2dInputGrad',
    parameterGradients: 'groupedConv2dWeightGrad',
  },
  {
    layer: { type: 'locallyConnected2d', filters: 6, kernel: 3, stride: 2, padding: 1 },
    input: { channels: 5, height: 5, width: 4 },
    reference: (node, inputs) => convolution(slidingOf(node, BATCH), inputs, true),
    output: 'locallyConnected2d',
    inputGradient: 'locallyConnected2dInputGrad',
    parameterGradients: 'locallyConnected2dWeightGrad',
    biasGradient: 'biasGrad',
  },
  {
    layer: { type: 'maxPool2d', size: 3, stride: 2, padding: 1 },
    input: { channels: 5, height: 5, width: 4 },
    reference: (node, inputs) => pooling(slidingOf(node, BATCH), 'max', inputs),
    output: 'maxPool',
    inputGradient: 'maxPoolGrad',
  },
  {
    layer: { type: 'avgPool2d', size: 3, stride: 2, padding: 1 },
    input: { channels: 5, height: 5, width: 4 },
    reference: (node, inputs) => pooling(slidingOf(node, BATCH), 'average', inputs),
    output: 'avgPool',
    inputGradient: 'avgPoolGrad',
  },
  {
    layer: { type: 'relu' },
    input: { channels: 5, height: 3, width: 4 },
    reference: ({ spec }, inputs) => elementwise(scalarFunction(spec), inputs),
    output: 'relu',
    inputGradient: 'reluGrad',
  },
  {
    layer: { type: 'globalAvgPool' },
    input: { channels: 5, height: 3, width: 4 },
    reference: (node, inputs) => channelMeans(node.input, inputs),
    output: 'globalAvgPool',
    inputGradient: 'globalAvgPoolGrad',
  },
  {
    layer: { type: 'padChannels', channels: 10 },
    input: { channels: 5, height: 3, width: 4 },
    reference: (node, inputs) => widened(node.input, node.output.channels, inputs),
    output: 'reorder',
    inputGradient: 'reorder',
  },
  // One function stands for all of them: what differs is arithmetic, not how a kernel goes about it.
  {
    layer: { type: 'gelu' },
    input: { channels: 5, height: 3, width: 4 },
    reference: ({ spec }, inputs) => elementwise(scalarFunction(spec), inputs),
    output: 'activation',
    inputGradient: 'activationGrad',
  },
  // A probe's step has the seed 0, and its first layer that draws the stream 0.
  {
    layer: { type: 'dropout', rate: 0.3 },
    input: { channels: 5, height: 3, width: 4 },
    reference: (node, inputs) => dropped(node.input, 0.3, 0, 0, inputs),
    output: 'dropout',
    inputGradient: 'dropout',
  },
  {
    layer: { type: 'batchNorm' },
    input: { channels: 5, height: 5, width: 4 },
    reference: normalisation,
    output: 'batchNorm',
    inputGradient: 'batchNormGrad',
    parameterGradients: ['batchNormSums', 'batchNormParameterGrad'],
    states: ['batchNormMoments', 'batchNormStatistics'],
  },
];

/** Compares a layer's kernels, forward and backward, with the reference on random values. */
export async function checkLayer(check: LayerCheck, device: GPUDevice, pipelines: PipelineCache, traits: AdapterTraits): Promise<Verdict[]> {
  const graph = buildProbeGraph(model([check.layer], check.input));
  const [node] = graph.nodes;
  if (!node) throw new Error('a check needs a layer');
  const random = Random.from(1);
  const values = (length: number) => Float32Array.from({ length }, () => random.between(-1, 1));
  const input = values(BATCH * volume(node.input));
  const outputGradient = values(BATCH * volume(node.output));
  const parameters = node.parameters.map((spec) => values(spec.shape.reduce((product, side) => product * side, 1)));
  const expected = check.reference(node, { batch: BATCH, input, outputGradient, parameters });

  const probe = await Probe.create(device, graph, BATCH, pipelines, traits);
  try {
    const weights = node.parameters.map(({ name, shape }, index) => ({ name: `${node.name}.${name}`, shape, data: parameters[index] ?? new Float32Array() }));
    const found = await probe.run(input, outputGradient, weights);
    const shared = expected.parameterGradients.length - (check.biasGradient === undefined ? 0 : 1);
    const worst = (tensors: readonly NamedTensor[], references: readonly Float64Array[] = []) =>
      Math.max(...references.map((reference, index) => relativeError(tensors[index]?.data ?? [], reference)));
    const blamed = (kernels: string | readonly string[] = [], error: number) => [kernels].flat().map((kernel) => verdictOn(probe.plan, kernel, error));
    return [
      ...blamed(check.output, relativeError(found.output, expected.output)),
      ...blamed(check.inputGradient, relativeError(found.inputGradient, expected.inputGradient)),
      ...blamed(check.parameterGradients, worst(found.parameterGradients, expected.parameterGradients.slice(0, shared))),
      ...blamed(check.biasGradient, worst(found.parameterGradients.slice(shared), expected.parameterGradients.slice(shared))),
      ...blamed(check.states, worst(found.states, expected.states)),
    ];
  } finally {
    probe.destroy();
  }
}
