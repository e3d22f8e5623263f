import { ProblemError, type Problem } from '../problem';
import { layers as definitions } from '../layers';
import type { LayerDefinition, Leftover, Options, ParameterSpec, Window } from '../layers/types';
import { countLayers, MAX_LAYERS, optionsOf } from './parse';
import { listOf, pathOf, type LayerSpec, type ModelSpec, type Place } from './spec';
import type { Shape } from '../shape';
import { spanOf } from '../layers/window';

/** How far a value of this layer sees: a square of the input picture, and the distance between neighbours' squares. */
export interface ReceptiveField {
  /** Infinite for all of the picture. */
  readonly size: number;
  readonly jump: number;
  /** Path of the layer before it, or of itself, that has lined up the places of the picture as channels. */
  readonly flattened?: string;
}

/** One layer with all that follows from its place in the network. */
export interface GraphNode {
  /** `layers[0]`, or `layers[3].shortcut[0]` inside a block. */
  readonly path: string;
  /** Prefix of its parameters: `0` in `0.weight`, `3.shortcut.0` inside a block. */
  readonly name: string;
  readonly spec: LayerSpec;
  readonly definition: LayerDefinition;
  readonly options: Options;
  readonly input: Shape;
  readonly output: Shape;
  readonly parameters: readonly ParameterSpec[];
  /** Of the layers inside it too, as the next. */
  readonly parameterCount: number;
  /** Those of them that training changes. */
  readonly trainableCount: number;
  readonly multiplyAdds: number;
  /** The layers inside a block, by the names of their lists. */
  readonly inner: Readonly<Record<string, readonly GraphNode[]>>;
  readonly window?: Window;
  /** Of a block, along its longest way. */
  readonly receptiveField: ReceptiveField;
  readonly leftover?: Leftover;
}

export interface Graph {
  readonly spec: ModelSpec;
  readonly input: Shape;
  readonly output: Shape;
  readonly nodes: readonly GraphNode[];
  readonly parameterCount: number;
  /** Those of them that training changes. */
  readonly trainableCount: number;
  /** Multiply-adds of the forward pass for one picture. */
  readonly multiplyAdds: number;
}

/** What can be said of a network that may not be whole: the nodes up to the first that cannot work, and why it cannot. */
export interface Analysis {
  readonly nodes: readonly GraphNode[];
  /** Every layer that works by its path: those inside blocks as well, of one that cannot work too. */
  readonly found: ReadonlyMap<string, GraphNode>;
  /** At the layer that cannot work (`path` as in `layers[3]`) or at the one before it that is to blame, or at `layers` for the list as a whole. */
  readonly problem?: Problem;
  /** There when the network can train. */
  readonly graph?: Graph;
}

/** A training step costs the forward pass, and about as much again for each of the two gradients; a multiply-add is two operations. */
export function trainingFlopsPerPicture(graph: Graph): number {
  return 3 * 2 * graph.multiplyAdds;
}

/** A block's layers behind it, in the order in which they run. */
export function everyNode(nodes: readonly GraphNode[]): readonly GraphNode[] {
  return nodes.flatMap((node) => [node, ...everyNode(Object.values(node.inner).flat())]);
}

/** The window of a layer that slides one. @throws Error for any other. */
export function windowOf({ window, path }: Pick<GraphNode, 'window' | 'path'>): Window {
  if (!window) throw new Error(`${path} slides no window`);
  return window;
}

/** What a value of the input sees. */
const PIXEL: ReceptiveField = { size: 1, jump: 1 };

function sumOf(nodes: readonly GraphNode[], figure: 'parameterCount' | 'trainableCount' | 'multiplyAdds'): number {
  return nodes.reduce((sum, node) => sum + node[figure], 0);
}

function elementsOf(parameters: readonly ParameterSpec[]): number {
  return parameters.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
}

/**
 * Walks a parsed model and infers every shape, count and receptive field.
 * @param classes what the last layer must give: one logit a class.
 */
export function analyse(spec: ModelSpec, classes = 10): Analysis {
  const found = new Map<string, GraphNode>();
  const { nodes, problem } = walk(spec.layers, [], spec.input, PIXEL, found);
  if (problem) return { nodes, found, problem };
  const count = countLayers(spec.layers);
  if (count > MAX_LAYERS) return { nodes, found, problem: { code: 'model.tooManyLayers', params: { count, most: MAX_LAYERS }, path: 'layers' } };
  const { channels, height, width } = nodes.at(-1)?.output ?? spec.input;
  if (channels !== classes || height !== 1 || width !== 1) {
    const path = nodes.at(-1)?.path ?? 'layers';
    return { nodes, found, problem: { code: 'model.notClasses', params: { channels, height, width, classes }, path } };
  }
  const graph = graphOf(spec, nodes);
  if (graph.trainableCount === 0) return { nodes, found, problem: { code: 'model.nothingToTrain', params: {}, path: 'layers' } };
  return { nodes, found, graph };
}

function graphOf(spec: ModelSpec, nodes: readonly GraphNode[]): Graph {
  return {
    spec,
    input: spec.input,
    output: nodes.at(-1)?.output ?? spec.input,
    nodes,
    parameterCount: sumOf(nodes, 'parameterCount'),
    trainableCount: sumOf(nodes, 'trainableCount'),
    multiplyAdds: sumOf(nodes, 'multiplyAdds'),
  };
}

/** The layers of a list up to the first that cannot work, and why it cannot. */
interface Walked {
  readonly nodes: readonly GraphNode[];
  readonly problem?: Problem;
}

/**
 * Walks a list of layers.
 * @param place of the list: none for the model's own.
 * @param found takes every layer that works by its path, those inside blocks included.
 */
function walk(layers: readonly LayerSpec[], place: Place, input: Shape, field: ReceptiveField, found: Map<string, GraphNode>): Walked {
  const nodes: GraphNode[] = [];
  for (const [index, layer] of layers.entries()) {
    const before = nodes.at(-1);
    const answer = inspect(layer, [...place, index], before?.output ?? input, before?.receptiveField ?? field, found);
    if ('problem' in answer) return { nodes, problem: answer.problem };
    nodes.push(answer.node);
    found.set(answer.node.path, answer.node);
  }
  return { nodes };
}

/** One layer at its place, or why it cannot work there. */
function inspect(
  spec: LayerSpec,
  place: Place,
  input: Shape,
  field: ReceptiveField,
  found: Map<string, GraphNode>,
): { readonly node: GraphNode } | { readonly problem: Problem } {
  const path = pathOf(place);
  const definition = definitions[spec.type];
  const options = optionsOf(spec);
  const inner: Record<string, readonly GraphNode[]> = {};
  for (const list of definition.lists ?? []) {
    const { nodes, problem } = walk(listOf(spec, list), [...place, list], input, field, found);
    if (problem) return { problem };
    inner[list] = nodes;
  }
  const lasts = Object.values(inner).map((nodes) => nodes.at(-1));
  const fields = lasts.map((last) => last?.receptiveField ?? field);
  const answer = definition.shape(
    input,
    options,
    lasts.map((last) => last?.output ?? input),
  );
  if ('problem' in answer) {
    const at = answer.problem.path === undefined ? path : `${path}.${answer.problem.path}`;
    return { problem: blamed({ ...answer.problem, path: at }, field) };
  }
  const { output, leftover } = answer;
  const window = definition.window?.(input, options);
  const parameters = definition.parameters(input, output, options);
  const seesPictures = place.length === 1 && place[0] === 0;
  if (!seesPictures && parameters.some(({ init }) => init === 'whitening')) {
    return { problem: { code: 'model.whiteningNotFirst', params: {}, path: `${path}.init` } };
  }
  const own = parameters.filter(({ isState = false }) => !isState);
  const within = Object.values(inner).flat();
  const node: GraphNode = {
    ...{ path, name: place.join('.'), spec, definition, options, input, output, parameters, inner },
    parameterCount: sumOf(within, 'parameterCount') + elementsOf(own),
    trainableCount: sumOf(within, 'trainableCount') + elementsOf(own.filter(({ isFrozen = false }) => !isFrozen)),
    multiplyAdds: sumOf(within, 'multiplyAdds') + definition.multiplyAdds(input, output, options),
    receptiveField: fieldOf({ path, definition, input, window }, field, fields),
    ...(window ? { window } : {}),
    ...(leftover ? { leftover } : {}),
  };
  return { node };
}

/** What a value of a layer sees. @param before what one of its input does. @param ways what those at the ends of its ways do, of a block. */
function fieldOf(
  { path, definition: { reach }, input, window }: Pick<GraphNode, 'path' | 'definition' | 'input'> & { readonly window: Window | undefined },
  before: ReceptiveField,
  ways: readonly ReceptiveField[],
): ReceptiveField {
  if (reach === 'ways') return ways.reduce((longest, way) => (way.size > longest.size ? way : longest), ways[0] ?? before);
  // Channels that come from all over the picture.
  if (before.flattened !== undefined) return reach.channels === 'several' ? { ...before, size: Infinity } : before;
  if (window) return { size: before.size + (spanOf(window) - 1) * before.jump, jump: before.jump * window.stride };
  if (input.height * input.width === 1 || reach.places === 'own') return before;
  return reach.places === 'linedUp' ? { ...before, flattened: path } : { ...before, size: Infinity };
}

/** Why a layer cannot work, at the flatten before it where that has left its window no room. */
function blamed(problem: Problem, { flattened }: ReceptiveField): Problem {
  if (flattened === undefined || problem.code !== 'model.kernelTooLarge') return problem;
  return { code: 'model.flattenEarly', params: { kernel: problem.params.kernel, at: problem.path ?? '' }, path: flattened };
}

/** The checked graph of a model. @throws ProblemError at the layer that cannot work. */
export function buildGraph(spec: ModelSpec, classes = 10): Graph {
  const { graph, problem = { code: 'model.noLayers', params: {} } } = analyse(spec, classes);
  if (!graph) throw new ProblemError({ path: 'layers', ...problem });
  return graph;
}

/**
 * The network that ends in the layer at `path`: what lies on the way there, which inside a block is the way through the
 * layer's own list. Places and names stay those of the whole network. @throws RangeError where there is no such layer.
 */
export function graphUpTo({ spec, nodes }: Graph, path: string): Graph {
  const way = wayTo(nodes, path);
  if (!way) throw new RangeError(`no layer at ${path}`);
  return graphOf(spec, way);
}

function wayTo(nodes: readonly GraphNode[], path: string): readonly GraphNode[] | undefined {
  for (const [index, node] of nodes.entries()) {
    if (node.path === path) return nodes.slice(0, index + 1);
    for (const list of Object.values(node.inner)) {
      const within = wayTo(list, path);
      if (within) return [...nodes.slice(0, index), ...within];
    }
  }
  return undefined;
}

/** The graph of layers that need not end in classes, for checks of single layers. @throws ProblemError at the layer that cannot work. */
export function buildProbeGraph(spec: ModelSpec): Graph {
  const { nodes, problem } = walk(spec.layers, [], spec.input, PIXEL, new Map());
  if (problem) throw new ProblemError(problem);
  return graphOf(spec, nodes);
}
