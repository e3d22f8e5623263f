import type { LoweredNode, Window } from '../layers/types';
import type { Lowering, Tensor } from './lowering';

/** Bytes of the places of four channels. */
const PLACES_BYTES = 16;

/** Lowers `maxPool2d` and `avgPool2d`; the maximum keeps where it lay for the way back. */
export function lowerPool(lowering: Lowering, input: Tensor, node: LoweredNode, mode: 'max' | 'average', window: Window): Tensor {
  const { path } = node;
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
  lowering.emit(
    {
      ...{ kernel: places !== undefined ? 'maxPool' : 'avgPool', path, pass: 'forward', flops: 0 },
      sizes,
      bindings: [whole(input), whole(output), ...keptPlaces],
    },
    [output.storage],
  );
  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient || !input.differentiable) return;
    const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
    lowering.emit(
      {
        ...{ kernel: places !== undefined ? 'maxPoolGrad' : 'avgPoolGrad', path, pass: 'backward', flops: 0 },
        sizes: { ...sizes, MASK: 0 },
        // The binding before the last is the mask's; until a ReLU asks for one it repeats the first.
        bindings: [whole(gradient), ...keptPlaces, whole(gradient), whole(inputGradient)],
      },
      [inputGradient.storage],
    );
    lowering.setGradient(input, inputGradient);
  });
  return output;
}

/** Lowers `globalAvgPool`. */
export function lowerGlobalAvgPool(lowering: Lowering, input: Tensor, { path, input: { height, width }, output: shape }: LoweredNode): Tensor {
  const output = lowering.tensor(`${path} output`, shape, input);
  const sizes = { BATCH: lowering.options.batch, POSITIONS: height * width, IN_C4: input.channelGroups };
  const whole = (tensor: Tensor) => lowering.whole(tensor.storage);
  lowering.emit({ kernel: 'globalAvgPool', path, pass: 'forward', sizes, bindings: [whole(input), whole(output)], flops: 0 }, [output.storage]);
  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient || !input.differentiable) return;
    const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
    lowering.emit(
      {
        ...{ kernel: 'globalAvgPoolGrad', path, pass: 'backward', flops: 0 },
        sizes: { ...sizes, MASK: 0 },
        bindings: [gradient, gradient, inputGradient].map(whole),
      },
      [inputGradient.storage],
    );
    lowering.setGradient(input, inputGradient);
  });
  return output;
}
