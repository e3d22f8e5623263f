import type { Graph } from '../graph/graph';
import { planTraining } from './plan';
import { traitsFor } from './traits';

/** What training takes on the device, in bytes. */
export interface TrainingMemory {
  readonly totalBytes: number;
  readonly largestBufferBytes: number;
}

/** The memory that training with `batch` pictures a step takes: the very plan that would run, without limits and without a GPU. */
export function trainingMemory(graph: Graph, batch: number, software = false): TrainingMemory {
  const unlimited = { maxWorkgroupsPerDimension: 65_535, maxBindingBytes: Infinity, maxBufferBytes: Infinity };
  const { memory } = planTraining(graph, batch, traitsFor(software, unlimited));
  return { totalBytes: memory.totalBytes, largestBufferBytes: Math.max(...memory.buffers.map((buffer) => buffer.bytes)) };
}
