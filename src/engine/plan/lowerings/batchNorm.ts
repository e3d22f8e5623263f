import { numeric } from '../../layers/options';
import type { ParameterSpec } from '../../layers/types';
import { fail } from '../../problem';
import { vectorOver } from '../layout';
import type { LowerLayer } from '../lowering';

/** Two vectors of four channels: a mean and a scale, or two sums. */
const PAIR_BYTES = 32;
/** Rows that make a sum of its own worth while. */
const LEAST_ROWS = 8;
/** Invocations that may add the parts of one group of channels: a power of two that fits into a workgroup. */
const MOST_LANES = 64;
/** Floating-point operations a value in each kernel. */
const COSTS = { moments: 4, normalise: 4, sums: 4, grad: 7 };

/**
 * Lowers `batchNorm`: partial sums over the batch, a small kernel that adds them, and one that uses them; forward and backward.
 * @throws ProblemError `model.oneValuePerChannel` where a whole batch has a single value of each channel, as PyTorch does.
 */
export const lowerBatchNorm: LowerLayer = (lowering, input, node) => {
  const { path, name, options } = node;
  const { batch, parallelism, mode } = lowering.options;
  const positions = node.input.height * node.input.width;
  const rows = batch * positions;
  // The statistics of a batch are not asked for where a network is looked into.
  if (rows === 1 && mode !== 'inspection') fail('model.oneValuePerChannel', {}, path);

  const IN_C4 = input.channelGroups;
  const SPLITS = Math.max(1, Math.min(Math.ceil(parallelism / IN_C4), Math.floor(rows / LEAST_ROWS)));
  const LANES = Math.min(MOST_LANES, 2 ** Math.floor(Math.log2(SPLITS)));
  const summed = { POSITIONS: positions, IN_C4, SPLITS };
  const costing = (each: number) => each * rows * node.input.channels;

  const layout = vectorOver(input);
  const tensors = new Map(node.parameters.map((spec) => [spec.name, spec]));
  const tensor = (of: ParameterSpec['name']) => tensors.get(of) ?? missing(`${path}: no ${of}`);
  const parameter = (of: 'weight' | 'bias') => lowering.parameter(`${name}.${of}`, tensor(of), layout, 1);
  const state = (of: 'running_mean' | 'running_var') => lowering.stateRange(lowering.state(`${name}.${of}`, tensor(of), layout));
  const weight = tensors.has('weight') ? parameter('weight') : undefined;
  const bias = parameter('bias');
  const [mean, variance] = [state('running_mean'), state('running_var')];
  const sizes = { BATCH: batch, POSITIONS: positions, IN_C4, SCALE: Number(weight !== undefined) };

  const pairs = (what: string, count: number) =>
    lowering.whole(lowering.storage({ name: `${path} ${what}`, bytes: count * IN_C4 * PAIR_BYTES, kind: 'transient' }));
  const output = { ...lowering.tensorLike(`${path} output`, input), differentiable: true };
  const [moments, statistics] = [pairs('moments', SPLITS), pairs('statistics', 1)];
  const { step } = lowering;
  const [x, beta] = [lowering.whole(input.storage), lowering.parameterRange(bias)];
  // Where nothing scales, the shift is bound in place of the scale, and not read.
  const gamma = weight ? lowering.parameterRange(weight) : beta;
  const forward = { path, pass: 'forward' } as const;
  lowering.emit({ ...forward, kernel: 'batchNormMoments', sizes: summed, bindings: [step, x, moments], flops: costing(COSTS.moments) });
  lowering.emit({
    ...{ ...forward, kernel: 'batchNormStatistics', flops: 0 },
    sizes: { ...summed, LANES, MOMENTUM: numeric(options, 'momentum'), EPSILON: numeric(options, 'epsilon') },
    bindings: [step, moments, mean, variance, statistics],
  });
  lowering.emit({
    ...{ ...forward, kernel: 'batchNorm', flops: costing(COSTS.normalise), makes: output.storage, epilogue: 'none' },
    sizes,
    bindings: [step, x, statistics, gamma, beta, lowering.whole(output.storage)],
  });

  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient) throw new Error(`${path}: no gradient arrives`);
    const dy = lowering.whole(gradient.storage);
    const sums = pairs('sums', SPLITS);
    // What would be the scale's gradient is a part of the input's, whether or not there is a scale.
    const products = () => lowering.whole(lowering.storage({ name: `${path} sums of products`, bytes: bias.bytes, kind: 'transient' }));
    const [dweight, dbias] = [weight ? lowering.gradientRange(weight) : products(), lowering.gradientRange(bias)];
    const backward = { path, pass: 'backward' } as const;
    lowering.emit({ ...backward, kernel: 'batchNormSums', sizes: summed, bindings: [step, dy, x, statistics, sums], flops: costing(COSTS.sums) });
    lowering.emit({ ...backward, kernel: 'batchNormParameterGrad', sizes: { IN_C4, SPLITS, LANES }, bindings: [sums, dweight, dbias], flops: 0 });
    if (!input.differentiable) return;
    const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
    lowering.emit({
      ...{ ...backward, kernel: 'batchNormGrad', flops: costing(COSTS.grad), makes: inputGradient.storage, sizes },
      bindings: [step, dy, statistics, gamma, dweight, dbias, x, lowering.whole(inputGradient.storage)],
      // A ReLU's output masks the gradient at the ReLU's input, and here it is the input itself, which is read in any case.
      mask: { at: 6, by: 'nothing' },
    });
    lowering.setGradient(input, inputGradient);
  });
  return output;
};

function missing(message: string): never {
  throw new Error(message);
}
