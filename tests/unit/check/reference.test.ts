import { describe, expect, it } from 'vitest';
import { convolution, slidingOf, type Reference } from '../../../src/engine/check/reference';
import { buildProbeGraph, type GraphNode } from '../../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../../src/engine/graph/spec';
import { volume, type Shape } from '../../../src/engine/shape';
import { Random } from '../../../src/engine/random';

const BATCH = 2;
const STEP = 0.5;

function nodeOf(layer: LayerSpec, input: Shape): GraphNode {
  return buildProbeGraph(model([layer], input)).nodes[0] as GraphNode;
}

function referenceOf(node: GraphNode, input: Float64Array, parameters: readonly Float64Array[], outputGradient: Float64Array): Reference {
  const inputs = { batch: BATCH, input, parameters, outputGradient };
  return convolution(slidingOf(node, BATCH), inputs, node.spec.type === 'locallyConnected2d');
}

const elements = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);

describe('the reference of a convolution', () => {
  it.each<[string, LayerSpec, Shape]>([
    ['plain', { type: 'conv2d', filters: 2, kernel: 2, padding: 1, stride: 2 }, { channels: 3, height: 3, width: 4 }],
    ['dilated', { type: 'conv2d', filters: 2, kernel: 2, padding: 1, dilation: 3 }, { channels: 2, height: 4, width: 3 }],
    ['in groups', { type: 'conv2d', filters: 6, kernel: 2, groups: 3, dilation: 2, bias: false }, { channels: 6, height: 3, width: 4 }],
    ['depthwise', { type: 'conv2d', filters: 4, kernel: 3, groups: 4 }, { channels: 4, height: 3, width: 2 }],
    ['with weights that are not shared', { type: 'locallyConnected2d', filters: 3, kernel: 2, stride: 2, padding: 1 }, { channels: 2, height: 4, width: 3 }],
  ])('has the gradients that differences of its output give: %s', (_, layer, shape) => {
    const node = nodeOf(layer, shape);
    const random = Random.from(1);
    const values = (length: number) => Float64Array.from({ length }, () => random.between(-1, 1));
    const input = values(BATCH * volume(shape));
    const parameters = node.parameters.map((spec) => values(elements(spec.shape)));
    const outputGradient = values(BATCH * volume(node.output));
    const { inputGradient, parameterGradients } = referenceOf(node, input, parameters, outputGradient);
    const score = () => referenceOf(node, input, parameters, outputGradient).output.reduce((sum, y, at) => sum + y * (outputGradient[at] ?? 0), 0);
    // The output is linear in each of its inputs, so that a difference is exact however long its step.
    const tensors = [input, ...parameters];
    for (const [which, gradient] of [inputGradient, ...parameterGradients].entries()) {
      const tensor = tensors[which] ?? new Float64Array();
      expect(gradient).toHaveLength(tensor.length);
      for (const [at, value] of tensor.entries()) {
        tensor[at] = value + STEP;
        const above = score();
        tensor[at] = value - STEP;
        expect(gradient[at]).toBeCloseTo((above - score()) / (2 * STEP), 10);
        tensor[at] = value;
      }
    }
  });

  const row = (width: number, channels = 1): Shape => ({ channels, height: 1, width });
  const outputOf = (layer: LayerSpec, shape: Shape, input: number[], ...parameters: number[][]) => {
    const node = nodeOf(layer, shape);
    const both = Float64Array.from([...input, ...input]);
    const { output } = referenceOf(
      node,
      both,
      parameters.map((values) => Float64Array.from(values)),
      new Float64Array(BATCH * volume(node.output)),
    );
    return [...output].slice(0, volume(node.output));
  };

  it('takes the values under a kernel from as far apart as the dilation says', () => {
    // Only the middle row of the kernel meets the picture, and the zeros beside it.
    const kernel = [7, 7, 7, 1, 10, 100, 7, 7, 7];
    const layer = { type: 'conv2d', filters: 1, kernel: 3, dilation: 2, bias: false } as const;
    expect(outputOf(layer, row(5), [1, 2, 3, 4, 5], kernel)).toEqual([310, 420, 531, 42, 53]);
  });

  it('lets a filter see the channels of its own group alone', () => {
    const layer = { type: 'conv2d', filters: 2, kernel: 1, groups: 2 } as const;
    expect(outputOf(layer, row(1, 4), [1, 2, 3, 4], [1, 10, 100, 1000], [0.5, 0.25])).toEqual([21.5, 4300.25]);
  });

  it('gives each position weights of its own where they are not shared', () => {
    const layer = { type: 'locallyConnected2d', filters: 2, kernel: 1 } as const;
    expect(outputOf(layer, row(3), [1, 2, 3], [1, 10, 100, 4, 5, 6], [0, 1000])).toEqual([1, 20, 300, 1004, 1010, 1018]);
  });
});
