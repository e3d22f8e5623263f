import type { LoweredNode, Window } from '../layers/types';
import type { Lowering, Tensor } from './lowering';

/** Stands for "no place yet" among the places of a window. */
const NOWHERE = 0xffffffff;

/** Lowers `maxPool2d` and `avgPool2d`; the maximum keeps where it lay for the way back. */
export function lowerPool(lowering: Lowering, input: Tensor, node: LoweredNode, mode: 'max' | 'average', window: Window): Tensor {
  const { path } = node;
  const output = lowering.tensor(`${path} output`, node.output, input);
  const sizes = {
    BATCH: lowering.options.batch,
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
  const places = mode === 'max' ? lowering.tensorLike(`${path} places`, output) : undefined;
  lowering.emit(
    {
      ...{ kernel: places ? 'maxPool' : 'avgPool', path, pass: 'forward', flops: 0 },
      sizes: places ? { ...sizes, NOWHERE } : sizes,
      bindings: [whole(input), whole(output), ...(places ? [whole(places)] : [])],
    },
    [output.storage],
  );
  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient || !input.differentiable) return;
    const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
    lowering.emit(
      {
        ...{ kernel: places ? 'maxPoolGrad' : 'avgPoolGrad', path, pass: 'backward', flops: 0 },
        sizes: { ...sizes, MASK: 0 },
        // The binding before the last is the mask's; until a ReLU asks for one it repeats the first.
        bindings: [whole(gradient), ...(places ? [whole(places)] : []), whole(gradient), whole(inputGradient)],
      },
      [inputGradient.storage],
    );
    lowering.setGradient(input, inputGradient);
  });
  return output;
}
