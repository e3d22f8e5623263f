import type { Graph } from '../engine/graph/graph';
import { trainingMemory, type TrainingMemory } from '../engine/plan/memory';
import type { UpdateOptions } from '../engine/optim/update';
import type { Precision } from '../engine/precision';
import { ProblemError, type Problem } from '../engine/problem';
import type { AdapterFacts } from '../worker/messages';

/** What training takes against what the adapter allows, in bytes. */
export interface TrainingNeeds {
  /** Undefined where no plan can be made at all; `problem` says why then. */
  readonly memory: TrainingMemory | undefined;
  /** Largest buffer of the adapter; undefined before one is known. */
  readonly allowedBytes: number | undefined;
  readonly problem: Problem | undefined;
}

const plans = new WeakMap<Graph, Map<string, TrainingMemory | Problem>>();

/** Plans are made once for a network and a batch: several parts of the page ask at every edit. */
function planned(graph: Graph, batch: number, software: boolean, precision: Precision, update?: UpdateOptions): TrainingMemory | Problem {
  const known = plans.get(graph) ?? new Map<string, TrainingMemory | Problem>();
  plans.set(graph, known);
  const key = `${batch} ${software} ${precision} ${JSON.stringify(update)}`;
  const found = known.get(key) ?? plan(graph, batch, software, precision, update);
  known.set(key, found);
  return found;
}

function plan(graph: Graph, batch: number, software: boolean, precision: Precision, update?: UpdateOptions): TrainingMemory | Problem {
  try {
    return trainingMemory(graph, batch, software, precision, update);
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

/** The memory of a training step of `batch` pictures, and whether this adapter can hold it. */
export function trainingNeeds(
  graph: Graph,
  batch: number,
  adapter: AdapterFacts | undefined,
  precision: Precision = 'f32',
  update?: UpdateOptions,
): TrainingNeeds {
  const allowedBytes = adapter && Math.min(adapter.maxBufferSize, adapter.maxStorageBufferBindingSize);
  const answer = planned(graph, batch, adapter?.software ?? false, precision, update);
  if ('code' in answer) return { memory: undefined, allowedBytes, problem: answer };
  const needed = answer.largestBufferBytes;
  const tooLarge = allowedBytes !== undefined && needed > allowedBytes;
  const problem: Problem | undefined = tooLarge ? { code: 'model.bufferTooLarge', params: { needed, allowed: allowedBytes }, path: 'layers' } : undefined;
  return { memory: answer, allowedBytes, problem };
}
