import type { LayerDefinition, OptionField } from './types';

/** A function of each value by itself. */
function activation(fields: readonly OptionField[] = []): LayerDefinition {
  return {
    group: 'activation',
    reach: { places: 'own', channels: 'own' },
    fields,
    shape: (input) => ({ output: input }),
    parameters: () => [],
    multiplyAdds: () => 0,
  };
}

/** max(x, 0); the gradient at 0 is 0, as in PyTorch. */
export const relu = activation();

/** x where it is positive, else `slope` · x; the gradient at 0 is `slope`, as in PyTorch. */
export const leakyRelu = activation([{ kind: 'number', name: 'slope', default: 0.01, min: 0, max: 1, step: 0.01 }]);

/** 1 / (1 + e^−x), between 0 and 1. */
export const sigmoid = activation();

/** (e^x − e^−x) / (e^x + e^−x), between −1 and 1. */
export const tanh = activation();

/** x Φ(x), where Φ is the standard normal distribution: torch.nn.GELU() without approximation. */
export const gelu = activation();

/** x / (1 + e^−x), also called swish. */
export const silu = activation();

/** x where it is positive, else `alpha` · (e^x − 1). */
export const elu = activation([{ kind: 'number', name: 'alpha', default: 1, min: 0, max: 10, step: 0.1 }]);
