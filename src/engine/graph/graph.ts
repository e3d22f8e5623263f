import { fail, ProblemError, type Problem } from '../problem';
import { layerDefinition } from '../layers';
import type { LayerDefinition, Leftover, Options, ParameterSpec, Window } from '../layers/types';
import { spanOf } from '../layers/window';
import { optionsOf } from './parse';
import type { LayerSpec, ModelSpec, Shape } from './spec';

/** How far a value of this layer sees: a square of the input picture, and the distance between neighbours' squares. */
export interface ReceptiveField {
  readonly size: number;
  readonly jump: number;
}

/** One layer with all that follows from its place in the network. */
export interface GraphNode {
  /** `layers[0]`. */
  readonly path: string;
  /** Prefix of its parameters: `0` in `0.weight`. */
  readonly name: string;
  readonly spec: LayerSpec;
  readonly definition: LayerDefinition;
  readonly options: Options;
  readonly input: Shape;
  readonly output: Shape;
  readonly parameters: readonly ParameterSpec[];
  readonly parameterCount: number;
  readonly multiplyAdds: number;
  readonly window?: Window;
  readonly receptiveField: ReceptiveField;
  readonly leftover?: Leftover;
}

export interface Graph {
  readonly spec: ModelSpec;
  readonly input: Shape;
  readonly output: Shape;
  readonly nodes: readonly GraphNode[];
  readonly parameterCount: number;
  /** Multiply-adds of the forward pass for one picture. */
  readonly multiplyAdds: number;
}

/** What can be said of a network that may not be whole: the nodes up to the first that cannot work, and why it cannot. */
export interface Analysis {
  readonly nodes: readonly GraphNode[];
  /** At the layer that cannot work (`path` as in `layers[3]`), or at `layers` for the list as a whole. */
  readonly problem?: Problem;
  /** There when the network can train. */
  readonly graph?: Graph;
}

/** A training step costs the forward pass, and about as much again for each of the two gradients; a multiply-add is two operations. */
export function trainingFlopsPerPicture(graph: Graph): number {
  return 3 * 2 * graph.multiplyAdds;
}

function elements(parameter: ParameterSpec): number {
  return parameter.shape.reduce((product, side) => product * side, 1);
}

/**
 * Walks a parsed model and infers every shape, count and receptive field.
 * @param classes what the last layer must give: one logit a class.
 */
export function analyse(spec: ModelSpec, classes = 10): Analysis {
  const { nodes, problem } = walk(spec);
  if (problem) return { nodes, problem };
  const { channels, height, width } = nodes.at(-1)?.output ?? spec.input;
  if (channels !== classes || height !== 1 || width !== 1) {
    const path = nodes.at(-1)?.path ?? 'layers';
    return { nodes, problem: { code: 'model.notClasses', params: { channels, height, width, classes }, path } };
  }
  const graph = graphOf(spec, nodes);
  if (graph.parameterCount === 0) return { nodes, problem: { code: 'model.nothingToTrain', params: {}, path: 'layers' } };
  return { nodes, graph };
}

function graphOf(spec: ModelSpec, nodes: readonly GraphNode[]): Graph {
  return {
    spec,
    input: spec.input,
    output: nodes.at(-1)?.output ?? spec.input,
    nodes,
    parameterCount: nodes.reduce((sum, node) => sum + node.parameterCount, 0),
    multiplyAdds: nodes.reduce((sum, node) => sum + node.multiplyAdds, 0),
  };
}

/** The nodes up to the first layer that cannot work. */
function walk(spec: ModelSpec): Pick<Analysis, 'nodes' | 'problem'> {
  const nodes: GraphNode[] = [];
  let shape = spec.input;
  let field: ReceptiveField = { size: 1, jump: 1 };
  for (const [index, layer] of spec.layers.entries()) {
    const path = `layers[${index}]`;
    const definition = layerDefinition(layer.type);
    if (!definition) return { nodes, problem: { code: 'model.unknownType', params: { type: layer.type, known: '' }, path } };
    const options = optionsOf(layer);
    const answer = definition.shape(shape, options);
    if ('problem' in answer) {
      const at = answer.problem.path === undefined ? path : `${path}.${answer.problem.path}`;
      return { nodes, problem: { ...answer.problem, path: at } };
    }
    const { output, leftover } = answer;
    const window = definition.window?.(shape, options);
    if (window) field = { size: field.size + (spanOf(window) - 1) * field.jump, jump: field.jump * window.stride };
    const parameters = definition.parameters(shape, output, options);
    nodes.push({
      path,
      name: String(index),
      spec: layer,
      definition,
      options,
      input: shape,
      output,
      parameters,
      parameterCount: parameters.reduce((sum, parameter) => sum + (parameter.isState ? 0 : elements(parameter)), 0),
      multiplyAdds: definition.multiplyAdds(shape, output, options),
      receptiveField: field,
      ...(window ? { window } : {}),
      ...(leftover ? { leftover } : {}),
    });
    shape = output;
  }
  return { nodes };
}

/** The checked graph of a model. @throws ProblemError at the layer that cannot work. */
export function buildGraph(spec: ModelSpec, classes = 10): Graph {
  const { graph, problem } = analyse(spec, classes);
  if (!graph) fail(problem?.code ?? 'model.noLayers', problem?.params ?? {}, problem?.path ?? 'layers');
  return graph;
}

/** The graph of layers that need not end in classes, for checks of single layers. @throws ProblemError at the layer that cannot work. */
export function buildProbeGraph(spec: ModelSpec): Graph {
  const { nodes, problem } = walk(spec);
  if (problem) throw new ProblemError(problem);
  return graphOf(spec, nodes);
}
