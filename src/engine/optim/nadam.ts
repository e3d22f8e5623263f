/** How fast the momentum of NAdam comes to its full size: torch.optim.NAdam's `momentum_decay`. */
const MOMENTUM_DECAY = 0.004;

/** Below this a product no longer tells beside 1. */
const NOTHING = 1e-17;

/** μ at update t: what the running mean keeps of itself. */
const momentumAt = (beta1: number, update: number) => beta1 * (1 - 0.5 * 0.96 ** (update * MOMENTUM_DECAY));

/**
 * What NAdam weighs the running mean of gradients and the gradient itself by, to look one update ahead (Dozat 2016), as
 * torch.optim.NAdam has it: μₜ₊₁ / (1 − μ₁ … μₜ₊₁) and (1 − μₜ) / (1 − μ₁ … μₜ).
 * @param update t, from 1.
 */
export function aheadAt(beta1: number, update: number): { readonly mean: number; readonly gradient: number } {
  let product = 1;
  for (let t = 1; t <= update && product > NOTHING; t++) product *= momentumAt(beta1, t);
  const [now, next] = [momentumAt(beta1, update), momentumAt(beta1, update + 1)];
  return { mean: next / (1 - product * next), gradient: (1 - now) / (1 - product) };
}
