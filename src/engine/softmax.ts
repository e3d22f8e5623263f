/** Probabilities of the classes of each picture: [picture][class], of logits laid out the same. */
export function softmax(logits: Float32Array, classes: number): Float32Array {
  const result = new Float32Array(logits.length);
  for (let from = 0; from < logits.length; from += classes) {
    const own = logits.subarray(from, from + classes);
    const largest = own.reduce((most, logit) => Math.max(most, logit), -Infinity);
    const powers = own.map((logit) => Math.exp(logit - largest));
    const sum = powers.reduce((total, power) => total + power, 0);
    result.set(powers.map((power) => power / sum), from);
  }
  return result;
}

/** The place of the largest value, the first of equal ones; what is not a number counts as the largest, as for torch.argmax. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? NaN;
    if (Number.isNaN(value)) return at;
    if (value > (values[best] ?? NaN)) best = at;
  }
  return best;
}
