import type { Graph } from '../graph/graph';
import type { UpdateOptions } from '../optim/update';
import type { Precision } from '../precision';
import { assignMemory, type MemoryPlan } from './allocate';
import { trainingProgram, type TrainingProgram } from './programs/training';
import { traitsFor } from './traits';

/** What training takes on the device, in bytes. */
export interface TrainingMemory {
  readonly totalBytes: number;
  readonly largestBufferBytes: number;
}

/** A training step with its buffers, whichever way its operators run. */
export interface UnlimitedProgram extends TrainingProgram {
  readonly memory: MemoryPlan;
}

/** No buffer of any adapter is larger: beyond this a shader's 32-bit numbers cannot count bytes. */
const MOST_BYTES = 2 ** 32;

/** The very operators and buffers of a training step with `batch` pictures, without an adapter's limits and without a GPU. */
export function unlimitedProgram(graph: Graph, batch: number, software: boolean, precision: Precision = 'f32', update?: UpdateOptions): UnlimitedProgram {
  const unlimited = { maxWorkgroupsPerDimension: 65_535, maxBindingBytes: MOST_BYTES, maxBufferBytes: MOST_BYTES };
  const program = trainingProgram(graph, batch, { ...traitsFor(software, unlimited), precision }, update);
  return { ...program, memory: assignMemory(program.storages, program.operators) };
}

/** The memory that training with `batch` pictures a step takes. */
export function trainingMemory(graph: Graph, batch: number, software = false, precision?: Precision, update?: UpdateOptions): TrainingMemory {
  const { memory } = unlimitedProgram(graph, batch, software, precision, update);
  return { totalBytes: memory.totalBytes, largestBufferBytes: Math.max(...memory.buffers.map((buffer) => buffer.bytes)) };
}
