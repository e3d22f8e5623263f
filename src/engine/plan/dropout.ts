import type { Lowering, Tensor } from './lowering';

/** Lowers `dropout`, which drops the same values of the output and of the gradient at it. @param rate in [0, 1). */
export function lowerDropout(lowering: Lowering, input: Tensor, path: string, rate: number): Tensor {
  const output = lowering.tensorLike(`${path} output`, input);
  const sizes = { COUNT: lowering.vectorsOf(input), STREAM: lowering.randomStream(), THRESHOLD: Math.floor(rate * 2 ** 32), SCALE: 1 / (1 - rate), MASK: 0 };
  // The binding before the last is the mask's; until a ReLU asks for one it repeats the values.
  const bindings = (from: Tensor, to: Tensor) => [lowering.step, ...[from, from, to].map(({ storage }) => lowering.whole(storage))];
  lowering.emit({ kernel: 'dropout', path, pass: 'forward', sizes, bindings: bindings(input, output), flops: 0 }, [output.storage]);
  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient || !input.differentiable) return;
    const inputGradient = lowering.tensorLike(`${path} input gradient`, input);
    lowering.emit({ kernel: 'dropout', path, pass: 'backward', sizes, bindings: bindings(gradient, inputGradient), flops: 0 }, [inputGradient.storage]);
    lowering.setGradient(input, inputGradient);
  });
  return output;
}
