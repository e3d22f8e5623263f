import type { LayerDefinition } from './types';

/** max(x, 0); the gradient at 0 is 0, as in PyTorch. */
export const relu: LayerDefinition = {
  type: 'relu',
  group: 'activation',
  fields: [],
  shape: (input) => ({ output: input }),
  parameters: () => [],
  multiplyAdds: () => 0,
  lower: (lowering, input, { path }) => lowering.relu(input, path),
};
