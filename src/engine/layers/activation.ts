import { lowerActivation, type ActivationName } from '../plan/activation';
import { numeric } from './options';
import type { LayerDefinition, OptionField } from './types';

/** A function of each value by itself. Its options are numbers, which its shader knows by their names in capitals. */
function activation(type: string, name: ActivationName, fields: readonly OptionField[] = []): LayerDefinition {
  return {
    type,
    group: 'activation',
    fields,
    shape: (input) => ({ output: input }),
    parameters: () => [],
    multiplyAdds: () => 0,
    lower(lowering, input, { path, options }) {
      const constants = Object.fromEntries(fields.map((field) => [field.name.toUpperCase(), numeric(options, field.name)]));
      return lowerActivation(lowering, input, path, name, constants);
    },
  };
}

/** x where it is positive, else `slope` · x; the gradient at 0 is `slope`, as in PyTorch. */
export const leakyRelu = activation('leakyRelu', 'LEAKY_RELU', [{ kind: 'number', name: 'slope', default: 0.01, min: 0, max: 1, step: 0.01 }]);

/** 1 / (1 + e^−x), between 0 and 1. */
export const sigmoid = activation('sigmoid', 'SIGMOID');

/** (e^x − e^−x) / (e^x + e^−x), between −1 and 1. */
export const tanh = activation('tanh', 'TANH');

/** x Φ(x), where Φ is the standard normal distribution: torch.nn.GELU() without approximation. */
export const gelu = activation('gelu', 'GELU');

/** x / (1 + e^−x), also called swish. */
export const silu = activation('silu', 'SILU');

/** x where it is positive, else `alpha` · (e^x − 1). */
export const elu = activation('elu', 'ELU', [{ kind: 'number', name: 'alpha', default: 1, min: 0, max: 10, step: 0.1 }]);
