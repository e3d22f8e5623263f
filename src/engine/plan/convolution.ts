import type { LoweredNode } from '../layers/types';
import { slidingWindow } from '../layers/window';
import { numeric } from '../layers/options';
import type { ConvolutionSizes } from '../kernels/sizes';
import { groupsOf, type Lowering, type Tensor } from './lowering';

/** Lowers `conv2d`: one kernel forward, one for each of the two gradients. */
export function lowerConvolution(lowering: Lowering, input: Tensor, node: LoweredNode): Tensor {
  const window = slidingWindow(node.input, numeric(node.options, 'kernel'), numeric(node.options, 'stride'), node.options['padding']);
  const output = lowering.tensor(`${node.path} output`, node.output, { differentiable: true });
  const sizes: ConvolutionSizes = {
    BATCH: lowering.options.batch,
    IN_H: node.input.height,
    IN_W: node.input.width,
    IN_C4: input.channelGroups,
    OUT_H: node.output.height,
    OUT_W: node.output.width,
    OUT_C4: output.channelGroups,
    KERNEL: window.kernel,
    STRIDE: window.stride,
    PAD_TOP: window.before.rows,
    PAD_LEFT: window.before.columns,
  };
  return lowerMatrix(lowering, input, output, node, sizes, sizes);
}

/** Lowers `dense` as a 1 × 1 convolution: over one row whose columns are the pictures, cut into several rows where a sum over pictures is to be split. */
export function lowerDense(lowering: Lowering, input: Tensor, node: LoweredNode): Tensor {
  const output = lowering.tensor(`${node.path} output`, node.output, { differentiable: true });
  const { batch } = lowering.options;
  const fixed = { IN_H: 1, IN_C4: input.channelGroups, OUT_H: 1, OUT_C4: output.channelGroups };
  const unit = { KERNEL: 1, STRIDE: 1, PAD_TOP: 0, PAD_LEFT: 0 };
  const asRow = { ...fixed, ...unit, BATCH: 1, IN_W: batch, OUT_W: batch };
  const asRows = { ...fixed, ...unit, BATCH: batch / columnsOf(batch), IN_W: columnsOf(batch), OUT_W: columnsOf(batch) };
  return lowerMatrix(lowering, input, output, node, asRow, asRows);
}

/** The three kernels of a matrix of weights, at given sizes for the forward pass and the input's gradient, and for the weights'. */
function lowerMatrix(
  lowering: Lowering,
  input: Tensor,
  output: Tensor,
  node: LoweredNode,
  sizes: ConvolutionSizes,
  weightGradSizes: ConvolutionSizes,
): Tensor {
  const { path } = node;
  const { splits, rows } = splitRows(weightGradSizes, lowering.options.parallelism);
  const { weight, bias } = planParameters(lowering, input, node, sizes.KERNEL, splits);
  const weights = lowering.parameterRange(weight);
  const positions = sizes.BATCH * sizes.OUT_H * sizes.OUT_W;
  const flops = 2 * positions * node.output.channels * sizes.KERNEL ** 2 * node.input.channels;
  const BIAS = bias ? 1 : 0;
  const [x, y] = [lowering.whole(input.storage), lowering.whole(output.storage)];

  lowering.emit(
    {
      ...{ kernel: 'conv2d', path, pass: 'forward', flops },
      sizes: { ...sizes, BIAS, RELU: 0 },
      bindings: [x, weights, bias ? lowering.parameterRange(bias) : weights, y],
    },
    [output.storage],
  );

  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient) throw new Error(`${path}: no gradient arrives`);
    const dy = lowering.whole(gradient.storage);
    lowering.emit(
      {
        ...{ kernel: 'conv2dWeightGrad', path, pass: 'backward', flops },
        sizes: { ...weightGradSizes, BIAS, SPLITS: splits, ROWS: rows },
        bindings: [x, dy, lowering.gradientRange(weight), bias ? lowering.gradientRange(bias) : lowering.scratch()],
      },
      [],
    );
    if (!input.differentiable) return;
    const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
    lowering.emit(
      {
        ...{ kernel: 'conv2dInputGrad', path, pass: 'backward', flops },
        sizes: { ...sizes, MASK: 0 },
        // The third binding is the mask's; until a ReLU asks for one it repeats the first.
        bindings: [dy, weights, dy, lowering.whole(inputGradient.storage)],
      },
      [inputGradient.storage],
    );
    lowering.setGradient(input, inputGradient);
  });
  return output;
}

/** Pictures in a row: the fewest that divide the batch and fill a turn of four. */
function columnsOf(batch: number): number {
  let columns = Math.min(4, batch);
  while (batch % columns !== 0) columns++;
  return columns;
}

/** Cuts the sum over pictures and rows so that enough matrices are in the making at once, but into no more than 64 partial sums. */
function splitRows(sizes: ConvolutionSizes, parallelism: number): { readonly splits: number; readonly rows: number } {
  const total = sizes.BATCH * sizes.OUT_H;
  const matrices = sizes.KERNEL ** 2 * sizes.IN_C4 * sizes.OUT_C4;
  const wanted = Math.min(Math.ceil(parallelism / matrices), total, 64);
  const rows = Math.ceil(total / wanted);
  return { splits: Math.ceil(total / rows), rows };
}

function planParameters(lowering: Lowering, input: Tensor, node: LoweredNode, kernel: number, splits: number) {
  const spec = (name: string) => node.parameters.find((parameter) => parameter.name === name);
  const weightSpec = spec('weight');
  if (!weightSpec) throw new Error(`${node.path}: no weight`);
  const weight = lowering.parameter(
    `${node.name}.weight`,
    weightSpec,
    {
      kind: 'matrix',
      kernel,
      inputs: input.shape.channels,
      outputs: node.output.channels,
      inputGroups: input.channelGroups,
      outputGroups: groupsOf(node.output.channels),
      ...(input.channelMap ? { inputMap: input.channelMap } : {}),
    },
    splits,
  );
  const biasSpec = spec('bias');
  if (!biasSpec) return { weight };
  const bias = lowering.parameter(`${node.name}.bias`, biasSpec, { kind: 'vector', length: node.output.channels }, splits);
  return { weight, bias };
}
