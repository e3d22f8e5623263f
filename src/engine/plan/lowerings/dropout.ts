import { numeric } from '../../layers/options';
import type { LowerLayer } from '../lowering';
import type { Operator, Tensor } from '../types';

/** Lowers `dropout`, which drops the same values of the output and of the gradient at it. */
export const lowerDropout: LowerLayer = (lowering, input, { path, options }) => {
  const rate = numeric(options, 'rate');
  const output = lowering.tensorLike(`${path} output`, input);
  const sizes = { COUNT: lowering.vectorsOf(input), STREAM: lowering.randomStream(), THRESHOLD: Math.floor(rate * 2 ** 32), SCALE: 1 / (1 - rate) };
  const drop = (pass: 'forward' | 'backward', from: Tensor, to: Tensor) => {
    const bindings = [lowering.step, ...[from, from, to].map(({ storage }) => lowering.whole(storage))];
    const operator: Operator = { kernel: 'dropout', path, pass, sizes, bindings, flops: 0, makes: to.storage, mask: { at: 2, by: 'nothing' } };
    lowering.emit(operator);
  };
  drop('forward', input, output);
  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient || !input.differentiable) return;
    const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
    drop('backward', gradient, inputGradient);
    lowering.setGradient(input, inputGradient);
  });
  return output;
};
