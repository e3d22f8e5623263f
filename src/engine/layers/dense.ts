import { volume } from '../shape';
import type { LayerDefinition } from './types';
import { frozenField, initField, numeric, weightAndBias } from './options';

/** y = W x + b over the NCHW-flattened input: weight [units, inputs] as torch.nn.Linear has it. */
export const dense: LayerDefinition = {
  group: 'dense',
  reach: { places: 'all', channels: 'several' },
  fields: [{ kind: 'integer', name: 'units', default: 10, min: 1, max: 8192 }, { kind: 'boolean', name: 'bias', default: true }, initField, frozenField],
  shape(input, options) {
    if (input.height !== 1 || input.width !== 1) {
      return {
        problem: { code: 'model.notFlat', params: { channels: input.channels, height: input.height, width: input.width } },
      };
    }
    return { output: { channels: numeric(options, 'units'), height: 1, width: 1 } };
  },
  parameters(input, _output, options) {
    const units = numeric(options, 'units');
    return weightAndBias(options, [units, volume(input)], { fanIn: volume(input), fanOut: units });
  },
  multiplyAdds: (input, output) => volume(input) * output.channels,
};
