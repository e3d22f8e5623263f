import { numeric } from '../../layers/options';
import { vectorOver } from '../layout';
import type { LowerLayer } from '../lowering';
import type { Tensor } from '../types';
import { inOrder } from './reorder';

/** Two vectors of four channels: a mean and squares, or two sums. */
const PAIR_BYTES = 32;
/** Two numbers of a group. */
const GROUP_BYTES = 8;
/** Floating-point operations a value in each kernel. */
const COSTS = { moments: 5, normalise: 4, sums: 4, grad: 7 };

/**
 * Lowers `groupNorm`: moments of channels, what they come to for groups, and a kernel that normalises with it; sums alike on the way
 * back. A flattened picture is brought into the order of its channels first, since neighbours make a group.
 */
export const lowerGroupNorm: LowerLayer = (lowering, given, { path, name, parameters, options, input: shape }) => {
  const input = inOrder(lowering, given, path);
  const { batch } = lowering.options;
  const GROUPS = numeric(options, 'channelGroups');
  const channels = input.shape.channels;
  const POSITIONS = input.shape.height * input.shape.width;
  const shared = { BATCH: batch, POSITIONS, IN_C4: input.channelGroups, CHANNELS: channels, GROUPS, SIZE: channels / GROUPS };
  const [weightSpec, biasSpec] = parameters;
  const layout = vectorOver(input);
  const weight = weightSpec && lowering.parameter(`${name}.weight`, weightSpec, layout, 1);
  const bias = biasSpec && lowering.parameter(`${name}.bias`, biasSpec, layout, 1);
  const sizes = { ...shared, AFFINE: Number(weight !== undefined) };
  const costing = (each: number) => each * batch * shape.channels * POSITIONS;
  const kept = (what: string, bytes: number) => lowering.whole(lowering.storage({ name: `${path} ${what}`, bytes, kind: 'transient' }));
  const ofChannels = (what: string) => kept(what, batch * input.channelGroups * PAIR_BYTES);
  const ofGroups = (what: string) => kept(what, batch * GROUPS * GROUP_BYTES);
  const whole = (tensor: Tensor) => lowering.whole(tensor.storage);

  const output = { ...lowering.tensorLike(`${path} output`, input), differentiable: input.differentiable || weight !== undefined };
  const [x, moments, statistics] = [whole(input), ofChannels('moments'), ofGroups('statistics')];
  // Where there are no weights, the input is bound in their place, and not read.
  const [gamma, beta] = [weight ? lowering.parameterRange(weight) : x, bias ? lowering.parameterRange(bias) : x];
  const forward = { path, pass: 'forward' } as const;
  lowering.emit({ ...forward, kernel: 'groupNormMoments', sizes: shared, bindings: [x, moments], flops: costing(COSTS.moments) });
  const statisticsSizes = { ...shared, EPSILON: numeric(options, 'epsilon') };
  lowering.emit({ ...forward, kernel: 'groupNormStatistics', sizes: statisticsSizes, bindings: [moments, statistics], flops: 0 });
  lowering.emit({
    ...{ ...forward, kernel: 'groupNorm', sizes, flops: costing(COSTS.normalise), makes: output.storage, epilogue: 'none' },
    bindings: [x, statistics, gamma, beta, whole(output)],
  });

  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient || !output.differentiable) return;
    const [dy, sums] = [whole(gradient), ofChannels('sums')];
    const backward = { path, pass: 'backward' } as const;
    lowering.emit({ ...backward, kernel: 'groupNormSums', sizes: shared, bindings: [dy, x, statistics, sums], flops: costing(COSTS.sums) });
    if (weight && bias) {
      const bindings = [sums, lowering.gradientRange(weight), lowering.gradientRange(bias)];
      lowering.emit({ ...backward, kernel: 'groupNormParameterGrad', sizes: shared, bindings, flops: 0 });
    }
    if (!input.differentiable) return;
    const means = ofGroups('means');
    lowering.emit({ ...backward, kernel: 'groupNormMeans', sizes, bindings: [sums, gamma, means], flops: 0 });
    const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
    lowering.emit({
      ...{ ...backward, kernel: 'groupNormGrad', sizes, flops: costing(COSTS.grad), makes: inputGradient.storage },
      bindings: [dy, statistics, gamma, means, x, whole(inputGradient)],
      // A ReLU's output masks the gradient at the ReLU's input, and here it is the input itself, which is read in any case.
      mask: { at: 4, by: 'nothing' },
    });
    lowering.setGradient(input, inputGradient);
  });
  return output;
};
