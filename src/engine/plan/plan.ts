import type { Graph } from '../graph/graph';
import type { UpdateOptions } from '../optim/update';
import type { Shape } from '../shape';
import { assignMemory, type MemoryPlan } from './allocate';
import { settle, type Dispatch } from './dispatch';
import { loadingProgram, type LoadingProgram } from './programs/loading';
import { inspectionProgram, probeProgram, type InspectionProgram, type ProbeProgram } from './programs/probe';
import type { Program } from './programs/program';
import { trainingProgram, type TrainingProgram } from './programs/training';
import type { AdapterTraits } from './traits';

/** A program for an adapter: the flat list of dispatches, and the table of buffers. Plain data. */
type Planned<P extends Program> = Omit<P, 'operators'> & { readonly dispatches: readonly Dispatch[]; readonly memory: MemoryPlan };

export type Plan = Planned<Program>;
export type TrainingPlan = Planned<TrainingProgram>;
export type LoadingPlan = Planned<LoadingProgram>;
export type ProbePlan = Planned<ProbeProgram>;
export type InspectionPlan = Planned<InspectionProgram>;

/**
 * One training step of `batch` pictures.
 * @param update what becomes of the gradients: plain SGD where nothing is said.
 * @throws ProblemError `model.bufferTooLarge` when a buffer would be larger than the adapter allows: nothing has been allocated then.
 */
export function planTraining(graph: Graph, batch: number, traits: AdapterTraits, update?: UpdateOptions): TrainingPlan {
  return planned(trainingProgram(graph, batch, traits, update), traits);
}

/** Makes batches of pictures and does nothing with them. */
export function planLoading(shape: Shape, batch: number, traits: AdapterTraits): LoadingPlan {
  return planned(loadingProgram(shape, batch, traits), traits);
}

/** Takes an input and a gradient at the output, and gives the output, the input's gradient and the parameters': for checks. */
export function planProbe(graph: Graph, batch: number, traits: AdapterTraits): ProbePlan {
  return planned(probeProgram(graph, batch, traits), traits);
}

/** As {@link planProbe}, with all that lies between the layers there to be read. In 32 bits. */
export function planInspection(graph: Graph, batch: number, traits: AdapterTraits): InspectionPlan {
  return planned(inspectionProgram(graph, batch, traits), traits);
}

function planned<P extends Program>(program: P, traits: AdapterTraits): Planned<P> {
  const { operators, ...rest } = program;
  const dispatches = operators.map((operator) => settle(operator, traits));
  return { ...rest, dispatches, memory: assignMemory(program.storages, operators) };
}

/** The same plan with its operators run as `traits` now choose; storages, memory and parameters stay as they are. */
export function replan<P extends Plan>(plan: P, traits: AdapterTraits): P {
  return { ...plan, dispatches: plan.dispatches.map((dispatch) => settle(dispatch, traits)) };
}
