import type { Constants } from '../../kernels/expand';
import { numeric } from '../../layers/options';
import type { LowerLayer } from '../lowering';
import type { Tensor } from '../types';

/** What tells the derivative of each function of shaders/lib/activations.wgsl: its output, or only its input. */
const derivativeBy = { LEAKY_RELU: 'output', SIGMOID: 'output', TANH: 'output', GELU: 'input', SILU: 'input', ELU: 'output', SCALE: 'output' } as const;

/** A function, by the constant that keeps it. */
export type ActivationName = keyof typeof derivativeBy;

/** That constant set to 1, and those of the other functions to 0. */
function only(chosen: ActivationName): Constants {
  return Object.fromEntries(Object.keys(derivativeBy).map((name) => [name, Number(name === chosen)]));
}

/** Lowers a function of each value by itself. Its options are numbers, which the shader knows by their names in capitals. */
export function lowerActivation(name: ActivationName): LowerLayer {
  return (lowering, input, { path, options, definition }) => {
    const constants = Object.fromEntries(definition.fields.map((field) => [field.name.toUpperCase(), numeric(options, field.name)]));
    const output = lowering.tensorLike(`${path} output`, input);
    const sizes = { COUNT: lowering.vectorsOf(input), ...only(name), ...constants };
    const whole = (tensor: Tensor) => lowering.whole(tensor.storage);
    lowering.emit({
      ...{ kernel: 'activation', path, pass: 'forward', flops: 0, makes: output.storage },
      sizes: { ...sizes, ...channelsOf(input) },
      bindings: [whole(input), whole(output)],
    });
    lowering.onBackward(() => {
      const gradient = lowering.gradientOf(output);
      if (!gradient || !input.differentiable) return;
      const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
      const known = derivativeBy[name] === 'output' ? output : input;
      const bindings = [gradient, known, inputGradient].map(whole);
      lowering.emit({ kernel: 'activationGrad', path, pass: 'backward', sizes, bindings, flops: 0, makes: inputGradient.storage });
      lowering.setGradient(input, inputGradient);
    });
    return output;
  };
}

/**
 * Which channels of a tensor are there: the first `CHANNELS` of each `PERIOD` groups of four. A picture that was made a
 * vector has its groups once for each position, so the first place that no channel lies at tells both.
 */
function channelsOf({ shape, channelGroups, channelMap }: Tensor): Constants {
  if (!channelMap) return { PERIOD: channelGroups, CHANNELS: shape.channels };
  const taken = new Set(channelMap);
  let CHANNELS = 0;
  while (taken.has(CHANNELS)) CHANNELS++;
  return { PERIOD: Math.ceil(CHANNELS / 4), CHANNELS };
}
