import type { Graph, GraphNode } from '../../../../engine/graph/graph';
import { sumOf } from '../../../../engine/profile/arithmetic';
import type { ProfileReport } from '../../../../engine/profile/report';
import { layerTimes } from '../../../profile/layerTimes';

export const figures = ['parameters', 'multiplyAdds', 'milliseconds'] as const;

export type Figure = (typeof figures)[number];

/** What a layer costs, or several that are told together. */
export interface Cost {
  /** Of a layer with weights; the rest of the network (`others`: activations, pools) and of the step (`step`: pictures, loss, update). */
  readonly of: GraphNode | 'others' | 'step';
  readonly parameters: number;
  /** Of the forward pass for one picture. */
  readonly multiplyAdds: number;
  /** Of a training step, forward and backward; undefined before it is measured. */
  readonly milliseconds: number | undefined;
}

/** The costs of a network's layers with weights in their order, and of the rest. */
export function costsOf({ nodes }: Graph, report?: Pick<ProfileReport, 'rows'>): readonly Cost[] {
  const times = report && layerTimes(report).map(({ path, forward, backward }) => ({ path, time: forward + backward }));
  const timeWhere = (holds: (path: string) => boolean) =>
    times &&
    sumOf(
      times.filter(({ path }) => holds(path)),
      ({ time }) => time,
    );
  const [weighted, others] = [nodes.filter(hasWeights), nodes.filter((node) => !hasWeights(node))];
  const isOneOf = (list: readonly GraphNode[], path: string) => list.some((node) => node.path === path);
  return [
    ...weighted.map((node) => ({
      ...{ of: node, parameters: node.parameterCount, multiplyAdds: node.multiplyAdds },
      milliseconds: timeWhere((path) => path === node.path),
    })),
    {
      ...{ of: 'others' as const, parameters: 0, multiplyAdds: sumOf(others, ({ multiplyAdds }) => multiplyAdds) },
      milliseconds: timeWhere((path) => isOneOf(others, path)),
    },
    { of: 'step', parameters: 0, multiplyAdds: 0, milliseconds: timeWhere((path) => !isOneOf(nodes, path)) },
  ];
}

const hasWeights = ({ parameterCount }: GraphNode) => parameterCount > 0;

/** The sum of a figure over all; undefined before it is known. */
export function totalOf(costs: readonly Cost[], figure: Figure): number | undefined {
  return costs.some((cost) => cost[figure] === undefined) ? undefined : sumOf(costs, (cost) => cost[figure] ?? 0);
}

/** Times that each weight is used for one picture: once for every position at which a kernel is laid. Biases are left out. */
export function usesOf({ parameters, multiplyAdds }: GraphNode): number {
  const weights = parameters.filter(({ name }) => name === 'weight');
  return multiplyAdds / sumOf(weights, ({ shape }) => shape.reduce((product, side) => product * side, 1));
}

/** The share of a figure that each type of layer with weights has, by its type, in the order of the network. */
export function sharesByType(costs: readonly Cost[], figure: Figure): ReadonlyMap<string, number> {
  const total = totalOf(costs, figure) ?? NaN;
  const shares = new Map<string, number>();
  for (const { of, [figure]: value } of costs) {
    if (typeof of === 'object') shares.set(of.spec.type, (shares.get(of.spec.type) ?? 0) + (value ?? NaN) / total);
  }
  return shares;
}

/** The type of layer with the largest share. */
export function leaderIn(costs: readonly Cost[], figure: Figure): string {
  const [[leader] = ['']] = [...sharesByType(costs, figure)].sort(([, a], [, b]) => b - a);
  return leader;
}

/** A convolution and a layer of as many multiply-adds whose weights are not shared, where the network has such a pair. */
export function twinsIn(costs: readonly Cost[]): { readonly shared: Cost; readonly unshared: Cost } | undefined {
  const ofType = (type: string) => costs.filter(({ of }) => typeof of === 'object' && of.spec.type === type);
  for (const unshared of ofType('locallyConnected2d')) {
    const shared = ofType('conv2d').find(({ multiplyAdds }) => multiplyAdds === unshared.multiplyAdds);
    if (shared) return { shared, unshared };
  }
  return undefined;
}
