import type { LowerLayer } from '../lowering';

/** Lowers `relu`, which other kernels may do in passing: see fuse.ts. The output tells on the way back where it was on. */
export const lowerRelu: LowerLayer = (lowering, input, { path }) => {
  const output = lowering.tensorLike(`${path} output`, input);
  const sizes = { COUNT: lowering.vectorsOf(input) };
  const bindings = (...storages: readonly number[]) => storages.map((storage) => lowering.whole(storage));
  lowering.emit({ kernel: 'relu', path, pass: 'forward', sizes, bindings: bindings(input.storage, output.storage), flops: 0, makes: output.storage });
  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(output);
    if (!gradient || !input.differentiable) return;
    const masked = lowering.tensorLike(`${path} gradient`, input);
    const { storage } = masked;
    lowering.emit({
      ...{ kernel: 'reluGrad', path, pass: 'backward', sizes, flops: 0, makes: storage },
      bindings: bindings(gradient.storage, output.storage, storage),
    });
    lowering.setGradient(input, masked);
  });
  return output;
};
