import { analyse, type Analysis, type GraphNode } from '../../../../engine/graph/graph';
import { parseModel } from '../../../../engine/graph/parse';
import { patternActivations, patternModel, type Pattern } from '../../../../engine/graph/pattern';
import { CIFAR_INPUT, type ModelSpec } from '../../../../engine/graph/spec';
import type { Shape } from '../../../../engine/shape';
import { defaultPattern } from '../../../network/patternPreview';
import { choiceOf, integerOf, oneOf, type ChapterState } from '../types';

/** The pattern that a chapter's state describes; filters double in each block. */
export function patternOf(state: ChapterState): Pattern {
  return {
    ...defaultPattern,
    ...{ m: integerOf(state, 'm'), n: integerOf(state, 'n'), k: integerOf(state, 'k') },
    ...{ kernel: integerOf(state, 'kernel'), filters: integerOf(state, 'filters') },
    ...{ activation: oneOf(patternActivations, state, 'activation'), pool: choiceOf(state, 'pool') === 'yes' },
    padding: choiceOf(state, 'padding') === 'valid' ? 'valid' : 'same',
  };
}

/** The network of a pattern, and what the engine says of it as far as it works. */
export function topologyOf(pattern: Pattern): { readonly spec: ModelSpec; readonly analysis: Analysis } {
  const spec = parseModel(patternModel(pattern));
  return { spec, analysis: analyse(spec) };
}

/** What is drawn as one block: the picture, or a layer with the activation behind it. */
export interface Block {
  /** Undefined for the picture. */
  readonly node?: GraphNode;
  readonly output: Shape;
  readonly activation?: GraphNode;
}

export function blocksOf(nodes: readonly GraphNode[]): readonly Block[] {
  const layers = nodes.flatMap((node, index) => {
    if (isActivation(node)) return [];
    const next = nodes[index + 1];
    return [{ node, output: node.output, ...(next && isActivation(next) ? { activation: next } : {}) }];
  });
  return [{ output: CIFAR_INPUT }, ...layers];
}

const isActivation = ({ definition }: GraphNode) => definition.group === 'activation';
