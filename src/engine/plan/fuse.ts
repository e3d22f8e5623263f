import type { Operator } from './types';

/** Takes an operator and the one that makes what it works on; gives the maker with the operator's work in it, where its kernel can do that in passing. */
type Fusion = (operator: Operator, maker: Operator) => Operator | undefined;

/** What is done in passing rather than by a kernel of its own, and saves the way to memory and back. */
export const fusions = {
  /** max(x, 0), by the kernel that makes x. */
  reluInEpilogue: ({ kernel }, maker) => (kernel === 'relu' && maker.epilogue ? { ...maker, epilogue: 'relu' } : undefined),

  /** The gradient of a ReLU, by the kernel that makes the gradient at its output: bindings of `reluGrad` are that gradient, the output, and what it makes. */
  reluGradInMask({ kernel, bindings: [, output] }, maker) {
    if (kernel !== 'reluGrad' || !output || maker.mask?.by !== 'nothing') return undefined;
    return { ...maker, mask: { ...maker.mask, by: 'relu' }, bindings: maker.bindings.with(maker.mask.at, output) };
  },
} as const satisfies Readonly<Record<string, Fusion>>;

/** The same work with fewer operators, and for each storage that an operator now makes in place of another the one it made before. */
export interface Fused {
  readonly operators: Operator[];
  readonly instead: ReadonlyMap<number, number>;
}

/**
 * Has an operator that alone reads what another makes done by that other, where a rule of {@link fusions} allows it; what comes
 * out lies where the first would have written it.
 */
export function fuse(operators: readonly Operator[]): Fused {
  const instead = new Map<number, number>();
  const left: (Operator | undefined)[] = [...operators];
  const makers = new Map<number, number>();
  for (const [at, { makes }] of operators.entries()) if (makes !== undefined) makers.set(makes, at);
  const readers = readersOf(operators);
  for (const [at, operator] of operators.entries()) {
    const source = operator.bindings[0]?.storage;
    const target = operator.makes;
    const place = source === undefined ? undefined : makers.get(source);
    const maker = place === undefined ? undefined : left[place];
    if (source === undefined || target === undefined || place === undefined || !maker || readers.get(source) !== 1) continue;
    const fused = Object.values<Fusion>(fusions)
      .map((fusion) => fusion(operator, maker))
      .find((found) => found);
    if (!fused) continue;
    left[place] = {
      ...fused,
      makes: target,
      bindings: fused.bindings.map((binding) => (binding.storage === source ? { ...binding, storage: target } : binding)),
    };
    left[at] = undefined;
    makers.set(target, place);
    instead.set(target, instead.get(source) ?? source);
  }
  return { operators: left.filter((operator) => operator !== undefined), instead };
}

/** How many operators read each storage that another makes. */
function readersOf(operators: readonly Operator[]): ReadonlyMap<number, number> {
  const readers = new Map<number, number>();
  for (const { bindings, makes } of operators) {
    for (const storage of new Set(bindings.map((binding) => binding.storage))) {
      if (storage !== makes) readers.set(storage, (readers.get(storage) ?? 0) + 1);
    }
  }
  return readers;
}
