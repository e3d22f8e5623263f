import type { Graph, GraphNode } from '../graph/graph';
import type { LayerType } from '../layers';
import type { NamedTensor } from '../weights/layout';
import { explainApplied, explainBatchNorm, explainFlatten, explainGroupNorm, explainPadded, explainPassed, explainPrelu, explainSum } from './elementwise';
import { explainAvgPool, explainGlobalAvgPool, explainMaxPool } from './pooled';
import type { Explanation, Ingredients, Unit } from './types';
import { explainConvolution, explainDense, explainLocallyConnected } from './weighted';

type Explainer = (given: Ingredients) => Explanation;

/** How the values of each layer come about. */
const explainers = {
  conv2d: explainConvolution,
  locallyConnected2d: explainLocallyConnected,
  dense: explainDense,
  maxPool2d: explainMaxPool,
  avgPool2d: explainAvgPool,
  globalAvgPool: explainGlobalAvgPool,
  batchNorm: explainBatchNorm,
  groupNorm: explainGroupNorm,
  flatten: explainFlatten,
  padChannels: explainPadded,
  dropout: explainPassed,
  residual: explainSum,
  relu: explainApplied,
  leakyRelu: explainApplied,
  prelu: explainPrelu,
  elu: explainApplied,
  gelu: explainApplied,
  silu: explainApplied,
  sigmoid: explainApplied,
  tanh: explainApplied,
  scale: explainApplied,
} as const satisfies Readonly<Record<LayerType, Explainer>>;

/** What a network made of one picture, and with what. */
export interface Insides {
  readonly graph: Graph;
  /** The picture as the network sees it. */
  readonly input: Float32Array;
  /** What each layer gives, by its path. */
  readonly outputs: ReadonlyMap<string, Float32Array>;
  readonly weights: readonly NamedTensor[];
}

/** A layer among its neighbours. */
interface Stand {
  readonly node: GraphNode;
  /** What comes before it: a layer, or the picture. */
  readonly before: GraphNode | undefined;
  readonly behind: GraphNode | undefined;
}

function standOf(nodes: readonly GraphNode[], path: string, input?: GraphNode): Stand | undefined {
  for (const [index, node] of nodes.entries()) {
    const before = nodes[index - 1] ?? input;
    if (node.path === path) return { node, before, behind: nodes[index + 1] };
    for (const list of Object.values(node.inner)) {
      const within = standOf(list, path, before);
      if (within) return within;
    }
  }
  return undefined;
}

/** A unit by its layer. */
export interface UnitPlace extends Unit {
  readonly path: string;
}

/** A unit explained, and, where an activation stands behind its layer, what that makes of it. */
export interface Explained {
  readonly explanation: Explanation;
  readonly behind?: { readonly path: string; readonly type: LayerType; readonly explanation: Explanation };
}

/** Shows how a unit came by its value. @throws RangeError where there is no such layer. */
export function explain(insides: Insides, { path, ...unit }: UnitPlace): Explained {
  const stand = standOf(insides.graph.nodes, path);
  if (!stand) throw new RangeError(`no layer at ${path}`);
  const explanation = explainNode(insides, stand, unit);
  const { node, behind } = stand;
  if (behind?.definition.group !== 'activation') return { explanation };
  return {
    explanation,
    behind: { path: behind.path, type: behind.spec.type, explanation: explainNode(insides, { node: behind, before: node, behind: undefined }, unit) },
  };
}

function explainNode({ input, outputs, weights }: Insides, { node, before }: Stand, unit: Unit): Explanation {
  const given = (of: GraphNode | undefined) => (of ? (outputs.get(of.path) ?? new Float32Array()) : input);
  return explainers[node.spec.type]({
    node,
    unit,
    input: given(before),
    tensor: (name) => weights.find((tensor) => tensor.name === `${node.name}.${name}`)?.data,
    way: (list) => given(node.inner[list]?.at(-1) ?? before),
  });
}
