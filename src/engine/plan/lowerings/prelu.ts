import { vectorOver } from '../layout';
import type { LowerLayer } from '../lowering';
import type { Tensor } from '../types';
import { splitRows } from './split';

/** Lowers `prelu`. The gradient of one slope for all channels is a sum over every value, in more parts than one of few rows. */
export const lowerPrelu: LowerLayer = (lowering, input, { path, name, parameters: [spec], options }) => {
  if (!spec) throw new Error(`${path}: no weight`);
  const isOne = options['perChannel'] !== true;
  const COUNT = lowering.vectorsOf(input);
  const GROUPS = isOne ? 1 : input.channelGroups;
  const split = splitRows(COUNT / GROUPS, GROUPS, lowering.options.parallelism, isOne ? 1024 : 64);
  const slopes = lowering.parameter(`${name}.weight`, spec, isOne ? { kind: 'vector', length: 1 } : vectorOver(input), split.SPLITS);
  const output = { ...lowering.tensorLike(`${path} output`, input), differentiable: true };
  const sizes = { COUNT, GROUPS, ONE: Number(isOne) };
  const whole = (tensor: Tensor) => lowering.whole(tensor.storage);
  lowering.emit({
    ...{ kernel: 'prelu', path, pass: 'forward', sizes, flops: 0, makes: output.storage },
    bindings: [whole(input), lowering.parameterRange(slopes), whole(output)],
  });
  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient) throw new Error(`${path}: no gradient arrives`);
    lowering.emit({
      ...{ kernel: 'preluSlopeGrad', path, pass: 'backward', sizes: { ...sizes, ...split }, flops: 0 },
      bindings: [whole(gradient), whole(input), lowering.gradientRange(slopes)],
    });
    if (!input.differentiable) return;
    const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
    lowering.emit({
      ...{ kernel: 'preluGrad', path, pass: 'backward', sizes, flops: 0, makes: inputGradient.storage },
      bindings: [whole(gradient), whole(input), lowering.parameterRange(slopes), whole(inputGradient)],
    });
    lowering.setGradient(input, inputGradient);
  });
  return output;
};
