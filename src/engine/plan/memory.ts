import type { Graph } from '../graph/graph';
import type { UpdateOptions } from '../optim/update';
import type { Precision } from '../precision';
import { planTraining, type Plan } from './plan';
import { traitsFor } from './traits';

/** What training takes on the device, in bytes. */
export interface TrainingMemory {
  readonly totalBytes: number;
  readonly largestBufferBytes: number;
}

/** No buffer of any adapter is larger: beyond this a shader's 32-bit numbers cannot count bytes. */
const MOST_BYTES = 2 ** 32;

/** The very plan that would train with `batch` pictures a step, without an adapter's limits and without a GPU. */
export function unlimitedPlan(graph: Graph, batch: number, software: boolean, precision: Precision = 'f32', update?: UpdateOptions): Plan {
  const unlimited = { maxWorkgroupsPerDimension: 65_535, maxBindingBytes: MOST_BYTES, maxBufferBytes: MOST_BYTES };
  return planTraining(graph, batch, { ...traitsFor(software, unlimited), precision }, update);
}

/** The memory that training with `batch` pictures a step takes. */
export function trainingMemory(graph: Graph, batch: number, software = false, precision?: Precision, update?: UpdateOptions): TrainingMemory {
  const { memory } = unlimitedPlan(graph, batch, software, precision, update);
  return { totalBytes: memory.totalBytes, largestBufferBytes: Math.max(...memory.buffers.map((buffer) => buffer.bytes)) };
}
