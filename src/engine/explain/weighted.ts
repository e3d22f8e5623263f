import { numeric } from '../layers/options';
import { indexOf, patchOf, sumOf, unitAt } from './patch';
import type { Explanation, Ingredients, Term } from './types';

/** @param start of the unit's weights in the tensor. */
function weigh({ tensor, unit }: Ingredients, terms: readonly Term[], start: number): Explanation {
  const weights = tensor('weight') ?? new Float32Array();
  const weighted = terms.map((term, at) => {
    const weight = weights[start + at] ?? NaN;
    // A zero has no sign for people.
    return { ...term, weight, product: term.value * weight + 0 };
  });
  const sum = sumOf(weighted.map(({ product }) => product));
  const bias = tensor('bias')?.[unit.channel];
  return { kind: 'weighted', terms: weighted, sum, bias, result: sum + (bias ?? 0) };
}

export function explainConvolution(given: Ingredients): Explanation {
  const { node, unit, input } = given;
  const groups = numeric(node.options, 'groups');
  const [channels, filters] = [node.input.channels / groups, node.output.channels / groups];
  const first = Math.floor(unit.channel / filters) * channels;
  const terms = patchOf(
    node,
    unit,
    input,
    Array.from({ length: channels }, (_, at) => first + at),
  );
  return weigh(given, terms, unit.channel * terms.length);
}

export function explainLocallyConnected(given: Ingredients): Explanation {
  const { node, unit, input } = given;
  const terms = patchOf(
    node,
    unit,
    input,
    Array.from({ length: node.input.channels }, (_, at) => at),
  );
  return weigh(given, terms, indexOf(node.output, unit) * terms.length);
}

export function explainDense(given: Ingredients): Explanation {
  const { node, unit, input } = given;
  const terms = Array.from(input, (value, index) => ({ ...unitAt(node.input, index), value, isPadding: false }));
  return weigh(given, terms, unit.channel * terms.length);
}
