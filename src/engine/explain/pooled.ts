import { indexOf, patchOf, sumOf, unitAt } from './patch';
import type { Explanation, Ingredients, Term } from './types';

function meanOf(terms: readonly Term[]): Explanation {
  const sum = sumOf(terms.map(({ value }) => value));
  return { kind: 'mean', terms, sum, result: sum / terms.length };
}

/** Zeros of the padding never win. */
export function explainMaxPool({ node, unit, input }: Ingredients): Explanation {
  const terms = patchOf(node, unit, input, [unit.channel]).filter(({ isPadding }) => !isPadding);
  return { kind: 'largest', terms, result: Math.max(...terms.map(({ value }) => value)) };
}

/** Zeros of the padding count. */
export function explainAvgPool({ node, unit, input }: Ingredients): Explanation {
  return meanOf(patchOf(node, unit, input, [unit.channel]));
}

export function explainGlobalAvgPool({ node, unit, input }: Ingredients): Explanation {
  const positions = node.input.height * node.input.width;
  const start = indexOf(node.input, { channel: unit.channel, row: 0, column: 0 });
  return meanOf(Array.from(input.subarray(start, start + positions), (value, at) => ({ ...unitAt(node.input, start + at), value, isPadding: false })));
}
