import type { LowerLayer } from '../lowering';
import { inOrder } from './reorder';

/** Lowers `residual`: the sum of the block's two ways, whose gradient goes back both of them. */
export const lowerResidual: LowerLayer = (lowering, input, { path, inner }) => {
  lowering.share(input, path);
  const [layers = input, shortcut = input] = [inner['layers'], inner['shortcut']].map((way = []) => lowering.sequence(way, input));
  const [a, b] = layers.positions === shortcut.positions ? [layers, shortcut] : [inOrder(lowering, layers, path), inOrder(lowering, shortcut, path)];
  const sum = { ...lowering.add(a, b, path, 'forward'), differentiable: a.differentiable || b.differentiable };
  lowering.onBackward(() => {
    const gradient = lowering.gradientOf(sum);
    if (!gradient) return;
    lowering.share(gradient, path);
    for (const way of [a, b]) if (way.differentiable) lowering.setGradient(way, gradient);
  });
  return sum;
};
