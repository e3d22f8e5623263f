import { windowOf } from '../../graph/graph';
import type { LowerLayer } from '../lowering';
import type { Tensor } from '../types';

/** Bytes of the places of four channels. */
const PLACES_BYTES = 16;

/** Lowers `maxPool2d` and `avgPool2d`; the maximum keeps where it lay for the way back. */
export const lowerPool =
  (mode: 'max' | 'average'): LowerLayer =>
  (lowering, input, node) => {
    const { path } = node;
    const window = windowOf(node);
    const { batch } = lowering.options;
    const output = lowering.tensor(`${path} output`, node.output, input);
    const sizes = {
      BATCH: batch,
      IN_H: node.input.height,
      IN_W: node.input.width,
      IN_C4: input.channelGroups,
      OUT_H: node.output.height,
      OUT_W: node.output.width,
      KERNEL: window.kernel,
      STRIDE: window.stride,
      PAD_TOP: window.before.rows,
      PAD_LEFT: window.before.columns,
    };
    const whole = (tensor: Tensor) => lowering.whole(tensor.storage);
    const placeBytes = batch * node.output.height * node.output.width * input.channelGroups * PLACES_BYTES;
    const places = mode === 'max' ? lowering.storage({ name: `${path} places`, bytes: placeBytes, kind: 'transient' }) : undefined;
    const keptPlaces = places === undefined ? [] : [lowering.whole(places)];
    lowering.emit({
      ...{ kernel: places !== undefined ? 'maxPool' : 'avgPool', path, pass: 'forward', flops: 0, makes: output.storage, sizes },
      bindings: [whole(input), whole(output), ...keptPlaces],
    });
    lowering.onBackward(() => {
      const gradient = lowering.gradientOf(output);
      if (!gradient || !input.differentiable) return;
      const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
      lowering.emit({
        ...{ kernel: places !== undefined ? 'maxPoolGrad' : 'avgPoolGrad', path, pass: 'backward', flops: 0, makes: inputGradient.storage, sizes },
        bindings: [whole(gradient), ...keptPlaces, whole(gradient), whole(inputGradient)],
        mask: { at: 1 + keptPlaces.length, by: 'nothing' },
      });
      lowering.setGradient(input, inputGradient);
    });
    return output;
  };

/** Lowers `globalAvgPool`. */
export const lowerGlobalAvgPool: LowerLayer = (lowering, input, { path, input: { height, width }, output: shape }) => {
  const output = lowering.tensor(`${path} output`, shape, input);
  const sizes = { BATCH: lowering.options.batch, POSITIONS: height * width, IN_C4: input.channelGroups };
  const whole = (tensor: Tensor) => lowering.whole(tensor.storage);
  lowering.emit({ kernel: 'globalAvgPool', path, pass: 'forward', sizes, bindings: [whole(input), whole(output)], flops: 0, makes: output.storage });
  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient || !input.differentiable) return;
    const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
    lowering.emit({
      ...{ kernel: 'globalAvgPoolGrad', path, pass: 'backward', flops: 0, makes: inputGradient.storage, sizes },
      bindings: [gradient, gradient, inputGradient].map(whole),
      mask: { at: 1, by: 'nothing' },
    });
    lowering.setGradient(input, inputGradient);
  });
  return output;
};
