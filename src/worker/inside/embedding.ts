import type { UMAP } from 'umap-js';
import { classifier } from '../../engine/graph/classifier';
import { indexOfLargest } from '../../engine/metrics/softmax';
import { nearestNeighbours } from '../../engine/metrics/neighbours';
import { principalComponents } from '../../engine/metrics/pca';
import { Random } from '../../engine/random';
import { Inspector } from '../../engine/runtime/inspector';
import type { RecordSet } from '../../data/types';
import type { Standing } from '../watching';
import { LOOKED_AT, normalised } from './batches';
import type { EmbeddingFinding, EmbeddingInquiry, Turn } from './inquiry';
import type { Tools } from './tools';

/** Neighbours that UMAP ties a point to, itself included, and rounds in which it moves them: what its authors begin with. */
const NEIGHBOURS = 15;
const ROUNDS = 500;
/** What UMAP does between two turns takes about so long. */
const TURN_MS = 40;

interface Features {
  /** [picture][value]: what the last layer with weights reads. */
  readonly values: Float32Array;
  readonly width: number;
  readonly predicted: Uint8Array;
}

/** Lays test pictures out in a plane by what the last hidden layer makes of them. */
export async function* embed(tools: Tools, standing: Standing, { method, pictures, seed }: EmbeddingInquiry): AsyncGenerator<Turn, EmbeddingFinding> {
  const {
    dataset: { test },
    step,
    trainer,
  } = standing;
  const count = Math.min(pictures, test.count);
  // UMAP has two more passes to make: the neighbours, and its rounds.
  const total = method === 'umap' ? 2 * count + ROUNDS : count;
  const { values, width, predicted } = yield* features(tools, standing, count, total);
  const { coordinates, shares } =
    method === 'pca' ? principalComponents(values, width, 2) : { coordinates: yield* byNeighbours(values, width, seed, total), shares: [] };
  return {
    ...{ kind: 'embedding', step, method, path: classifier(trainer.graph)?.hidden, width, coordinates, shares, predicted },
    labels: Uint8Array.from({ length: count }, (_, index) => test.label(index)),
    pixels: bytesOf(test, count),
  };
}

/** What the last layer with weights reads of each picture, and the class that comes out. */
async function* features(
  { device, pipelines, traits, prover }: Tools,
  { trainer, dataset: { test } }: Standing,
  count: number,
  total: number,
): AsyncGenerator<Turn, Features> {
  const { graph } = trainer;
  const last = graph.nodes.at(-1)?.path ?? '';
  const { hidden, input } = classifier(graph) ?? { hidden: undefined, input: graph.input };
  const positions = input.height * input.width;
  const width = input.channels;
  const values = new Float32Array(count * width);
  const predicted = new Uint8Array(count);
  const inspector = await Inspector.create(device, graph, pipelines, LOOKED_AT, traits, prover);
  try {
    inspector.takeWeights(trainer);
    for (let from = 0; from < count; from += LOOKED_AT) {
      yield { progress: { done: from, total } };
      const batch = normalised(test, from, Math.min(count, from + LOOKED_AT));
      inspector.show(batch);
      const outputs = await inspector.outputs(hidden === undefined ? [last] : [hidden, last]);
      values.set(meansOver(hidden === undefined ? batch : (outputs.get(hidden) ?? batch), positions), from * width);
      const logits = outputs.get(last) ?? new Float32Array();
      const { channels } = graph.output;
      for (let at = 0; at < logits.length / channels; at++) predicted[from + at] = indexOfLargest(logits.subarray(at * channels, (at + 1) * channels));
    }
    return { values, width, predicted };
  } finally {
    inspector.destroy();
  }
}

/** The mean of each run of values. */
function meansOver(values: Float32Array, run: number): Float32Array {
  if (run === 1) return values;
  return Float32Array.from({ length: values.length / run }, (_, at) => values.subarray(at * run, (at + 1) * run).reduce((sum, value) => sum + value, 0) / run);
}

/** UMAP (McInnes, Healy and Melville, arXiv 1802.03426), from exact neighbours. */
async function* byNeighbours(values: Float32Array, width: number, seed: number, total: number): AsyncGenerator<Turn, Float32Array> {
  const count = values.length / width;
  const nNeighbors = Math.min(NEIGHBOURS, count - 1);
  const search = nearestNeighbours(values, width, nNeighbors);
  let found = search.next();
  for (; !found.done; found = search.next()) yield { progress: { done: count + found.value, total } };
  const umap = await makeUmap(nNeighbors, seed);
  const { indices, distances } = found.value;
  umap.setPrecomputedKNN([...indices], [...distances]);
  // The points themselves are only counted, since their neighbours are known.
  umap.initializeFit(indices.map(() => []));
  for (let round = 0; round < ROUNDS;) {
    yield { progress: { done: 2 * count + round, total } };
    for (const began = performance.now(); round < ROUNDS && performance.now() - began < TURN_MS; round++) umap.step();
  }
  return Float32Array.from(umap.getEmbedding().flat());
}

/** The library is fetched when it is first asked for. */
async function makeUmap(nNeighbors: number, seed: number): Promise<UMAP> {
  const { UMAP: Umap } = await import('umap-js');
  const random = Random.from(seed);
  return new Umap({ nNeighbors, nEpochs: ROUNDS, minDist: 0.1, random: () => random.between(0, 1) });
}

function bytesOf(test: RecordSet, count: number): Uint8Array {
  const size = test.picture(0).length;
  const bytes = new Uint8Array(count * size);
  for (let index = 0; index < count; index++) bytes.set(test.picture(index), index * size);
  return bytes;
}
