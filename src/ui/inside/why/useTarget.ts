import { mapLayers } from '../../../engine/graph/classifier';
import { everyNode, type Graph, type GraphNode } from '../../../engine/graph/graph';
import { useWhy } from '../../../state/why';

/** A channel of a layer. */
export interface Target {
  readonly node: GraphNode;
  /** From 0. */
  readonly channel: number;
}

/** The channel that is to be excited: as it was chosen, where the network has it. */
export function useTarget(graph: Graph | undefined): Target | undefined {
  const path = useWhy((state) => state.target);
  const channel = useWhy((state) => state.channel);
  if (!graph) return undefined;
  // Behind an activation many a channel is zero, and its gradient with it.
  const usual = mapLayers(graph).findLast(({ parameters }) => parameters.length > 0) ?? graph.nodes.at(-1);
  const node = everyNode(graph.nodes).find((candidate) => candidate.path === path) ?? usual;
  return node && { node, channel: Math.min(channel, node.output.channels - 1) };
}

/** Whether a layer's channels are the classes. */
export function givesClasses(graph: Graph, node: GraphNode): boolean {
  return node.path === graph.nodes.at(-1)?.path;
}
