import { analyse, type Graph } from '../../../src/engine/graph/graph';
import type { ModelSpec } from '../../../src/engine/graph/spec';
import { volume, type Shape } from '../../../src/engine/shape';
import { unlimitedProgram } from '../../../src/engine/plan/memory';
import { ProblemError } from '../../../src/engine/problem';

/** A network, and what it is trained on for one step. All that is random in it follows from the seed. */
export interface NetworkCase {
  readonly seed: number;
  readonly model: ModelSpec;
  /** Pictures that the plan has room for. */
  readonly batch: number;
  /** Pictures of the step: fewer where the last batch is not full. */
  readonly pictures: number;
  /** See `AdapterTraits`: it decides into how many partial sums gradients are cut. */
  readonly parallelism: number;
}

export const CLASSES = 10;

/** What a case may cost: a shader that a CPU runs, and a few runs of the reference, are to take a moment. */
const MOST_PRODUCTS = 300_000;
const MOST_WEIGHTS = 20_000;
const MOST_VALUES = 20_000;

/** The graph of a case that a trainer takes, and that is small; undefined for others. */
export function graphOf({ model, batch }: NetworkCase): Graph | undefined {
  const { graph, found } = analyse(model, CLASSES);
  if (!graph) return undefined;
  const outputs: Shape[] = [...found.values()].map(({ output }) => output);
  const values = outputs.reduce((sum, shape) => sum + volume(shape), volume(graph.input));
  if (graph.multiplyAdds * batch > MOST_PRODUCTS || graph.parameterCount > MOST_WEIGHTS || values * batch > MOST_VALUES) return undefined;
  return isRefused(graph, batch) ? undefined : graph;
}

/** Groups of a vector that was a picture, and one value of each channel of a whole batch: what only a plan refuses. */
function isRefused(graph: Graph, batch: number): boolean {
  try {
    unlimitedProgram(graph, batch, true);
    return false;
  } catch (error) {
    if (error instanceof ProblemError) return true;
    throw error;
  }
}
