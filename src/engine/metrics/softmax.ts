/** Probabilities of the classes of each picture: [picture][class], of logits laid out the same. */
export function softmax(logits: Float32Array, classes: number): Float32Array {
  const result = new Float32Array(logits.length);
  for (let from = 0; from < logits.length; from += classes) {
    const own = logits.subarray(from, from + classes);
    const largest = own.reduce((most, logit) => Math.max(most, logit), -Infinity);
    const powers = own.map((logit) => Math.exp(logit - largest));
    const sum = powers.reduce((total, power) => total + power, 0);
    result.set(
      powers.map((power) => power / sum),
      from,
    );
  }
  return result;
}

/** log p of a class, of the softmax's p for one picture's logits: z − m − log Σ exp(z − m), m being the largest. Exact however small p is. */
export function logProbability(logits: Float32Array, label: number): number {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  return (logits[label] ?? NaN) - largest - Math.log(total);
}

export function probabilityOf(logits: Float32Array, label: number): number {
  return Math.exp(logProbability(logits, label));
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
