import { windowOf, type GraphNode } from '../../graph/graph';
import type { Constants } from '../../kernels/expand';
import type { ConvolutionSizes } from '../../kernels/sizes';
import { numeric } from '../../layers/options';
import { fail } from '../../problem';
import { groupsOf } from '../layout';
import type { ParameterLayout } from '../types';
import type { Lowering, LowerLayer } from '../lowering';
import { splitRows, type Split } from './split';
import type { Binding, PlannedParameter, Tensor } from '../types';

/** How a layer multiplies its input by weights. */
interface Product {
  /** Its kernel forward; those of the gradients end in `InputGrad` and `WeightGrad`. */
  readonly kernel: 'conv2d' | 'groupedConv2d' | 'locallyConnected2d';
  readonly layout: ParameterLayout;
  /** Of the forward pass and of the input's gradient. */
  readonly sizes: ConvolutionSizes;
  /** Of the weights' gradient, with the partial sums that it is made in. */
  readonly weightGrad: ConvolutionSizes & Split;
  /** Whether the kernel of the weights' gradient makes that of the bias as well. */
  readonly sumsBias: boolean;
}

/** Lowers `conv2d`: one kernel forward, one for each of the two gradients. */
export const lowerConvolution: LowerLayer = (lowering, input, node) => {
  const groups = numeric(node.options, 'groups');
  const sizes = slidingSizes(lowering, input, node);
  const { parallelism } = lowering.options;
  const rows = sizes.BATCH * sizes.OUT_H;
  const taps = sizes.KERNEL ** 2;
  if (groups === 1) {
    const split = splitRows(rows, taps * sizes.IN_C4 * sizes.OUT_C4, parallelism);
    return lowerProduct(lowering, input, node, {
      kernel: 'conv2d',
      layout: matrixLayout(input, node, sizes.KERNEL),
      sizes,
      weightGrad: { ...sizes, ...split },
      sumsBias: true,
    });
  }
  // A vector that was a picture keeps the picture's order on the device, where groups of its channels are not neighbours.
  if (input.channelMap?.some((place, channel) => place !== channel)) fail('model.groupsOfVector', {}, `${node.path}.groups`);
  const GROUP_INPUTS = node.input.channels / groups;
  const GROUP_FILTERS = node.output.channels / groups;
  const grouped = { ...sizes, GROUPS: groups, GROUP_INPUTS, GROUP_FILTERS };
  const split = splitRows(rows, taps * GROUP_INPUTS * sizes.OUT_C4, parallelism);
  const layout: ParameterLayout = { kind: 'grouped', kernel: sizes.KERNEL, inputs: GROUP_INPUTS, outputs: node.output.channels };
  return lowerProduct(lowering, input, node, { kernel: 'groupedConv2d', layout, sizes: grouped, weightGrad: { ...grouped, ...split }, sumsBias: true });
};

/** Lowers `locallyConnected2d`. Its weights are many and the sum for each of them is short: over the pictures alone. */
export const lowerLocallyConnected: LowerLayer = (lowering, input, node) => {
  const sizes = slidingSizes(lowering, input, node);
  const { parallelism } = lowering.options;
  const positions = sizes.OUT_H * sizes.OUT_W;
  const split = splitRows(sizes.BATCH, positions * sizes.KERNEL ** 2 * sizes.IN_C4 * sizes.OUT_C4, parallelism);
  const layout = matrixLayout(input, node, sizes.KERNEL, positions);
  return lowerProduct(lowering, input, node, { kernel: 'locallyConnected2d', layout, sizes, weightGrad: { ...sizes, ...split }, sumsBias: false });
};

/** Lowers `dense` as a 1 × 1 convolution: over one row whose columns are the pictures, cut into several rows where a sum over pictures is to be split. */
export const lowerDense: LowerLayer = (lowering, input, node) => {
  const { batch, parallelism } = lowering.options;
  const unit = { KERNEL: 1, STRIDE: 1, DILATION: 1, PAD_TOP: 0, PAD_LEFT: 0 };
  const fixed = { ...unit, IN_H: 1, IN_C4: input.channelGroups, OUT_H: 1, OUT_C4: groupsOf(node.output.channels) };
  const columns = columnsOf(batch);
  const sizes = { ...fixed, BATCH: 1, IN_W: batch, OUT_W: batch };
  const asRows = { ...fixed, BATCH: batch / columns, IN_W: columns, OUT_W: columns };
  const split = splitRows(asRows.BATCH, fixed.IN_C4 * fixed.OUT_C4, parallelism);
  return lowerProduct(lowering, input, node, {
    kernel: 'conv2d',
    layout: matrixLayout(input, node, 1),
    sizes,
    weightGrad: { ...asRows, ...split },
    sumsBias: true,
  });
};

/** The kernels of a layer with weights, forward and for each of its gradients; none for the gradient of weights that are frozen. */
function lowerProduct(lowering: Lowering, input: Tensor, node: GraphNode, product: Product): Tensor {
  const { path } = node;
  const { kernel, sizes, weightGrad } = product;
  const { weights, weight, bias, biasGrad } = planParameters(lowering, node, product);
  const learns = weight !== undefined || bias !== undefined;
  const output = lowering.tensor(`${path} output`, node.output, { differentiable: input.differentiable || learns });
  const flops = 2 * lowering.options.batch * node.multiplyAdds;
  const BIAS = bias ? 1 : 0;
  const [x, y] = [lowering.whole(input.storage), lowering.whole(output.storage)];

  lowering.emit({
    ...{ kernel, path, pass: 'forward', flops, makes: output.storage, epilogue: 'none' },
    sizes: { ...sizes, BIAS },
    bindings: [x, weights, bias ? lowering.parameterRange(bias) : weights, y],
  });

  lowering.onBackward(() => {
    if (!output.differentiable) return;
    const gradient = lowering.gradientOf(output);
    if (!gradient) throw new Error(`${path}: no gradient arrives`);
    const dy = lowering.whole(gradient.storage);
    const db = bias ? lowering.gradientRange(bias) : lowering.scratch();
    if (weight) {
      const dw = lowering.gradientRange(weight);
      lowering.emit({
        ...{ kernel: `${kernel}WeightGrad`, path, pass: 'backward', flops },
        sizes: product.sumsBias ? { ...weightGrad, BIAS } : weightGrad,
        bindings: product.sumsBias ? [x, dy, dw, db] : [x, dy, dw],
      });
    }
    if (biasGrad) lowering.emit({ kernel: 'biasGrad', path, pass: 'backward', flops: 0, sizes: biasGrad, bindings: [dy, db] });
    if (!input.differentiable) return;
    const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
    lowering.emit({
      ...{ kernel: `${kernel}InputGrad`, path, pass: 'backward', flops, makes: inputGradient.storage, sizes },
      bindings: [dy, weights, dy, lowering.whole(inputGradient.storage)],
      mask: { at: 2, by: 'nothing' },
    });
    lowering.setGradient(input, inputGradient);
  });
  return output;
}

function slidingSizes(lowering: Lowering, input: Tensor, node: GraphNode): ConvolutionSizes {
  const window = windowOf(node);
  return {
    BATCH: lowering.options.batch,
    ...{ IN_H: node.input.height, IN_W: node.input.width, IN_C4: input.channelGroups },
    ...{ OUT_H: node.output.height, OUT_W: node.output.width, OUT_C4: groupsOf(node.output.channels) },
    ...{ KERNEL: window.kernel, STRIDE: window.stride, DILATION: window.dilation },
    ...{ PAD_TOP: window.before.rows, PAD_LEFT: window.before.columns },
  };
}

/** Pictures in a row: the fewest that divide the batch and fill a turn of four. */
function columnsOf(batch: number): number {
  let columns = Math.min(4, batch);
  while (batch % columns !== 0) columns++;
  return columns;
}

function matrixLayout(input: Tensor, node: GraphNode, kernel: number, positions = 1): ParameterLayout {
  return {
    ...{ kind: 'matrix', positions, kernel },
    ...{ inputs: input.shape.channels, inputGroups: input.channelGroups },
    ...{ outputs: node.output.channels, outputGroups: groupsOf(node.output.channels) },
    ...(input.channelMap ? { inputMap: input.channelMap } : {}),
  };
}

/** What a layer weighs its input by. */
interface PlannedWeights {
  /** As kernels read them. */
  readonly weights: Binding;
  /** Undefined where they are frozen. */
  readonly weight: PlannedParameter | undefined;
  readonly bias?: PlannedParameter;
  /** Sizes of the bias's gradient, where it has a kernel of its own. */
  readonly biasGrad?: Constants;
}

function planParameters(lowering: Lowering, node: GraphNode, { layout, weightGrad, sumsBias }: Product): PlannedWeights {
  const spec = (name: string) => node.parameters.find((parameter) => parameter.name === name);
  const [weightSpec, biasSpec] = [spec('weight'), spec('bias')];
  if (!weightSpec) throw new Error(`${node.path}: no weight`);
  const name = `${node.name}.weight`;
  const weight = weightSpec.isFrozen ? undefined : lowering.parameter(name, weightSpec, layout, weightGrad.SPLITS);
  const weights = weight ? lowering.parameterRange(weight) : lowering.freeze(name, weightSpec, layout);
  if (!biasSpec) return { weights, weight };
  const { BATCH, OUT_H, OUT_W, OUT_C4 } = weightGrad;
  const isAlone = !weight || !sumsBias;
  const biasGrad = { BATCH, OUT_H, OUT_W, OUT_C4, ...splitRows(BATCH * OUT_H, OUT_C4, lowering.options.parallelism) };
  const splits = (isAlone ? biasGrad : weightGrad).SPLITS;
  const bias = lowering.parameter(`${node.name}.bias`, biasSpec, { kind: 'vector', length: node.output.channels }, splits);
  return { weights, weight, bias, ...(isAlone ? { biasGrad } : {}) };
}
