import { CHANNELS } from '../data/batches';
import { generateShapes, SHAPES_SEED } from '../data/shapes';
import { PICTURE_BYTES, type RecordSet } from '../data/types';
import { buildGraph, type Graph } from '../engine/graph/graph';
import type { ModelSpec } from '../engine/graph/spec';
import { initialWeights } from '../engine/weights/initialise';
import { peerLayers, type PeerLayer } from './peerLayers';

export const LEARNING_RATE = 0.01;
export const MOMENTUM = 0.9;
/** Seed of the initial weights, which all frameworks start from. */
export const SEED = 1;

/** What every framework trains: a network on one batch of pictures. */
export interface Task {
  readonly graph: Graph;
  readonly batch: number;
  /** As many records as the batch has. */
  readonly pictures: RecordSet;
}

/** The first pictures of Shapes-10, the same on every machine. */
export function makeTask(model: ModelSpec, batch: number): Task {
  const pictures = generateShapes({ seed: SHAPES_SEED, trainCount: batch, testCount: 0 }).train;
  return { graph: buildGraph(model), batch, pictures };
}

/** A task in the terms of frameworks that know nothing of ours. */
export interface PeerTask {
  readonly batch: number;
  readonly classes: number;
  readonly layers: readonly PeerLayer[];
  /** Normalised as our engine does it on the device: [batch, 3, 32, 32]. */
  readonly pictures: Float32Array;
  /** 0 … classes − 1: [batch]. */
  readonly labels: Int32Array;
}

/** @throws Error for a network that `peerObstacle` objects to. */
export function peerTask({ graph, batch, pictures }: Task): PeerTask {
  const floats = new Float32Array(batch * PICTURE_BYTES);
  const positions = PICTURE_BYTES / CHANNELS.length;
  for (let index = 0; index < batch; index++) {
    const bytes = pictures.picture(index);
    for (const [channel, { mean, deviation }] of CHANNELS.entries()) {
      for (let at = channel * positions; at < (channel + 1) * positions; at++) {
        floats[index * PICTURE_BYTES + at] = ((bytes[at] ?? 0) / 255 - mean) / deviation;
      }
    }
  }
  return {
    ...{ batch, pictures: floats, classes: graph.output.channels },
    layers: peerLayers(graph, initialWeights(graph, SEED, { pictures, normalisation: CHANNELS })),
    labels: Int32Array.from({ length: batch }, (_, index) => pictures.label(index)),
  };
}
