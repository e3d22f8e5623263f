import { everyNode } from '../../../src/engine/graph/graph';
import { planTraining, type Plan } from '../../../src/engine/plan/plan';
import type { Dispatch } from '../../../src/engine/plan/dispatch';
import { traitsFor } from '../../../src/engine/plan/traits';
import { graphOf, type NetworkCase } from './case';
import { drawNetwork } from './draw';
import type { VariantName } from '../../../src/engine/kernels/types';
import type { AdapterTraits } from '../../../src/engine/plan/traits';
import { kindOf, kinds, MATRICES, otherFamilies, roles, tilingFamilies, type Property } from './properties';

const VARIANTS: readonly VariantName[] = ['direct', 'sliding', 'quad', 'tiled'];

/** Two properties that an operator cannot have both, though each by itself is one of such an operator; and of which variants. */
interface Never {
  readonly some: readonly string[];
  /** All where nothing is said. */
  readonly others?: readonly string[];
  readonly variants?: readonly Variant[];
}

const NEVER: readonly Never[] = [
  // Only a window that is larger than one value can leave some over, or begin beside the picture by one more than it ends.
  { some: ['a kernel of 1'], others: ['stride 1, smaller output', 'uneven padding', 'overlapping windows'] },
  // Zeros are uneven only where `same` makes them, which keeps the size at a stride of 1.
  { some: ['uneven padding'], others: ['stride 1, smaller output', 'stride 1, larger output'] },
  { some: ['no padding'], others: ['stride 1, larger output'] },
  { some: ['uneven padding'], others: ['an odd kernel'], variants: ['sliding', 'quad'] },
  // One value is no less.
  { some: ['of a vector'], others: ['stride 1, smaller output'] },
  { some: ['one sum'], others: ['a tail of rows'] },
  { some: ['one picture'], others: ['splits across pictures'] },
  // A window that slides along a row has no gaps.
  { some: ['a larger stride', 'dilated'], variants: ['sliding', 'quad'] },
  // The gradient of weights walks along the rows value by value.
  {
    some: ['a tail of neighbours'],
    others: ['gradient of the weights', 'one sum', 'several sums', 'splits across pictures', 'a tail of rows'],
    variants: ['direct', ''],
  },
];

/** Whether an operator that a variant runs can have both; of a kernel that has one variant alone, its name is empty. */
function mayMeet(a: Property, b: Property, variant: Variant): boolean {
  const kindsOf = [a, b].every(hasToDoWithTiles) ? kinds.filter((kind) => (variant !== '') === MATRICES.includes(kind)) : kinds;
  const share = <T>(all: readonly T[], ...lists: readonly (readonly T[] | undefined)[]) =>
    all.some((one) => lists.every((list) => !list || list.includes(one)));
  const apart = NEVER.some(({ some, others, variants }) => {
    const both = (one: Property, other: Property) => some.includes(one.name) && (others === undefined || others.includes(other.name));
    return (!variants || variants.includes(variant)) && (both(a, b) || both(b, a));
  });
  return share(kindsOf, a.kinds, b.kinds) && share(roles, a.roles, b.roles) && !apart;
}

/** What an operator may be run by that several variants can run; empty where there is one, or where it does not matter. */
type Variant = VariantName | '';

const families = [...tilingFamilies, ...otherFamilies];

const hasToDoWithTiles = (property: Property) => tilingFamilies.some((family) => family.includes(property));

/** Where a pair is to meet: in each variant, where both have to do with tiles and there are several; else somewhere. */
function placesOf(a: Property, b: Property): readonly Variant[] {
  return [a, b].every(hasToDoWithTiles) ? [...VARIANTS, ''] : [''];
}

/** Pairs of properties that an operator can have. */
export const possiblePairs: ReadonlySet<string> = new Set(
  families.flatMap((family, at) =>
    family.flatMap((a) =>
      families
        .slice(at + 1)
        .flat()
        .flatMap((b) =>
          placesOf(a, b)
            .filter((variant) => mayMeet(a, b, variant))
            .map((variant) => pairOf(a, b, variant)),
        ),
    ),
  ),
);

function pairOf(a: Property, b: Property, variant: Variant): string {
  return `${variant === '' ? '' : `${variant}: `}${a.name} + ${b.name}`;
}

const UNLIMITED = { maxWorkgroupsPerDimension: 65_535, maxBindingBytes: 2 ** 32, maxBufferBytes: 2 ** 32 };

/** The traits under which a case runs: those of an adapter, a variant preferred where it applies, and its own number of splits. */
export function traitsOf({ parallelism }: NetworkCase, variant: VariantName, traits: AdapterTraits): AdapterTraits {
  const others = traits.choice.order.filter((name) => name !== variant);
  return { ...traits, parallelism, choice: { ...traits.choice, order: [variant, ...others] } };
}

/** The plans of a case, one for each variant, as an adapter without limits would have them. */
export function plansOf(drawn: NetworkCase): readonly Plan[] {
  const graph = graphOf(drawn);
  if (!graph) throw new Error('a case that cannot be trained has no plan');
  return VARIANTS.map((variant) =>
    planTraining(graph, drawn.batch, traitsOf(drawn, variant, traitsFor(variant !== 'tiled', UNLIMITED, new Set(['subgroups'])))),
  );
}

/** The pairs of properties that meet in the operators of a case, and about how long its shaders take to compile. */
export interface Met {
  readonly drawn: NetworkCase;
  readonly pairs: ReadonlySet<string>;
  readonly cost: number;
}

export function metIn(drawn: NetworkCase): Met {
  const nodes = new Map(everyNode(graphOf(drawn)?.nodes ?? []).map((node) => [node.path, node]));
  const pairs = new Set<string>();
  const shaders = new Map<string, number>();
  for (const dispatch of plansOf(drawn).flatMap(({ dispatches }) => dispatches)) {
    shaders.set(JSON.stringify([dispatch.kernel, dispatch.variant, dispatch.constants]), costOf(dispatch));
    const node = nodes.get(dispatch.path);
    if (!node) continue;
    const kind = kindOf({ drawn, node, dispatch });
    if (!kind) continue;
    const variant: Variant = MATRICES.includes(kind) ? dispatch.variant : '';
    const own = families.map((family) => family.filter(({ holds }) => holds({ drawn, node, dispatch })));
    for (const [at, some] of own.entries())
      for (const a of some) for (const b of own.slice(at + 1).flat()) pairs.add(pairOf(a, b, placesOf(a, b).includes(variant) ? variant : ''));
  }
  return { drawn, pairs, cost: [...shaders.values()].reduce((sum, cost) => sum + cost, 0) };
}

/** Seconds that SwiftShader takes, about. */
function costOf({ kernel, variant }: Dispatch): number {
  if (variant === 'tiled') return kernel === 'conv2dWeightGrad' ? 0.4 : 1.3;
  if (kernel.startsWith('conv2d')) return 0.2;
  return kernel === 'loadBatch' || kernel === 'softmaxCrossEntropy' ? 0.3 : kernel.startsWith('locally') ? 0.1 : 0.03;
}

/**
 * Seeds of at least `count` networks in which every pair of properties meets that can, out of as many as hold all of them: those
 * first that add the most for what they cost.
 */
export function chosenSeeds(count: number): readonly number[] {
  const drawn: Met[] = [];
  const unmet = new Set(possiblePairs);
  for (let seed = 1; unmet.size > 0; seed++) {
    const met = metIn(drawNetwork(seed));
    drawn.push(met);
    for (const pair of met.pairs) unmet.delete(pair);
  }
  const missing = new Set(possiblePairs);
  const chosen: Met[] = [];
  while (missing.size > 0 || chosen.length < count) {
    const worth = ({ pairs, cost }: Met) => ([...pairs].filter((pair) => missing.has(pair)).length + 0.01) / cost;
    const worths = drawn.map(worth);
    const [best] = drawn.splice(worths.indexOf(Math.max(...worths)), 1);
    if (!best) break;
    chosen.push(best);
    for (const pair of best.pairs) missing.delete(pair);
  }
  return chosen.map(({ drawn: { seed } }) => seed);
}

/** How often each pair of properties met, those first that met least; pairs that never did among them. */
export function timesMet(share: readonly Met[]): readonly (readonly [pair: string, times: number])[] {
  const times = new Map([...possiblePairs].map((pair) => [pair, 0]));
  for (const pair of share.flatMap(({ pairs }) => [...pairs])) times.set(pair, (times.get(pair) ?? 0) + 1);
  return [...times].toSorted(([, a], [, b]) => a - b);
}
