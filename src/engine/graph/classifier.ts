import { everyNode, type Graph, type GraphNode } from './graph';
import type { Shape } from '../shape';

/** The last layer with a matrix of weights, or the block that it is in, and what it reads. */
export interface Classifier {
  readonly path: string;
  /** The layer before it, the last hidden one; undefined where it reads the pictures. */
  readonly hidden: string | undefined;
  readonly input: Shape;
}

/** Finds what makes the logits out of the last hidden layer; undefined where no layer has weights. */
export function classifier({ nodes }: Graph): Classifier | undefined {
  const index = nodes.findLastIndex((node) => everyNode([node]).some(hasMatrix));
  const node = nodes[index];
  return node && { path: node.path, hidden: nodes[index - 1]?.path, input: node.input };
}

/** What a normalisation has for each channel is no matrix. */
const hasMatrix = ({ parameters }: GraphNode) => parameters.some(({ shape }) => shape.length > 1);

/** Layers that give maps rather than vectors, those inside blocks too. */
export function mapLayers({ nodes }: Pick<Graph, 'nodes'>): readonly GraphNode[] {
  return everyNode(nodes).filter(({ output }) => output.height * output.width > 1);
}
