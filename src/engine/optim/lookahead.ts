/** Steps between two looks back. */
const EVERY = 5;
/** Share of the past that the slow weights keep, at the end of the run. */
const LAST_DECAY = 0.95 ** EVERY;

/**
 * Lookahead (Zhang et al., arXiv 1907.08610) as in Jordan's airbench (arXiv 2404.00498): every five steps the slow weights move
 * towards the fast ones by 1 − 0.95⁵ · (step / steps)³, and the fast ones go on from there; after the last step they are the
 * slow ones.
 * @param step from 1 to `steps`.
 * @returns the share by which the slow weights move after this step; undefined where they are left alone.
 */
export function slowShareAt(step: number, steps: number): number | undefined {
  if (step % EVERY === 0) return 1 - LAST_DECAY * (step / steps) ** 3;
  return step === steps ? 0 : undefined;
}
