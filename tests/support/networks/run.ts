import { relativeError } from '../../../src/engine/check/relativeError';
import { everyNode, type Graph } from '../../../src/engine/graph/graph';
import { volume } from '../../../src/engine/shape';
import type { AdapterTraits } from '../../../src/engine/plan/traits';
import type { Precision } from '../../../src/engine/precision';
import { Random } from '../../../src/engine/random';
import type { ChannelStatistics, Pictures } from '../../../src/engine/pictures/pictures';
import type { PipelineCache } from '../../../src/engine/runtime/pipelines';
import { Trainer } from '../../../src/engine/runtime/trainer';
import type { NamedTensor } from '../../../src/engine/weights/layout';
import { randomWeights } from '../cases';
import { drawPictures } from '../pictures';
import { exact, half, unsure } from './arithmetic';
import { CLASSES, graphOf, type NetworkCase } from './case';
import { trainingStep, type StepInputs, type StepResult } from './reference';

/** All that goes into the step of a case. */
export interface Given {
  readonly graph: Graph;
  readonly source: Pictures;
  readonly statistics: readonly ChannelStatistics[];
  readonly weights: readonly NamedTensor[];
  readonly inputs: StepInputs;
}

/** `Trainer` draws a step's random bits from its seed, this stream, and the number of the batch. */
const STEP_STREAM = 3;

/** @throws Error for a network that a trainer would not take. */
export function givenTo(drawn: NetworkCase): Given {
  const graph = graphOf(drawn);
  if (!graph) throw new Error(`this network cannot be trained: ${JSON.stringify(drawn.model)}`);
  const random = Random.from(drawn.seed);
  const { channels, height, width } = graph.input;
  const statistics = Array.from({ length: channels }, () => ({ mean: random.between(0.3, 0.6), deviation: random.between(0.2, 0.3) }));
  const source = drawPictures(random, graph.input, drawn.pictures, CLASSES);
  const weights = randomWeights(graph, random);
  const input = new Float64Array(drawn.pictures * volume(graph.input));
  for (let picture = 0; picture < drawn.pictures; picture++) {
    const values = Array.from(source.picture(picture), (byte, at) => {
      const { mean, deviation } = statistics[Math.floor(at / (height * width))] ?? { mean: NaN, deviation: NaN };
      return (byte / 255 - mean) / deviation;
    });
    input.set(values, picture * volume(graph.input));
  }
  const labels = Array.from({ length: drawn.pictures }, (_, picture) => source.label(picture));
  const tensors = new Map(weights.map(({ name, data }) => [name, Float64Array.from(data)]));
  const inputs = { graph, batch: drawn.batch, input, labels, weights: tensors, seed: Random.from(drawn.seed, STEP_STREAM, 1).next() };
  return { graph, source, statistics, weights, inputs };
}

/** What a step gives, by name: the loss, the gradients, the running statistics, and the weights that the update makes. */
export type Figures = ReadonlyMap<string, ArrayLike<number>>;

const LEARNING_RATE = 0.1;
const UPDATE = { learningRate: LEARNING_RATE, momentum: 0, weightDecay: 0 };

/** Trains a case for one step on the device. */
export async function trainedOn(device: GPUDevice, pipelines: PipelineCache, given: Given, drawn: NetworkCase, traits: AdapterTraits): Promise<Figures> {
  const { graph, statistics, source, weights } = given;
  const options = { batch: drawn.batch, seed: drawn.seed, normalisation: statistics, traits, weights };
  const trainer = await Trainer.create(device, graph, pipelines, options);
  try {
    const { loss } = await trainer.step(
      source,
      Uint32Array.from({ length: drawn.pictures }, (_, at) => at),
      UPDATE,
    );
    const gradients = await trainer.readGradients();
    const after = await trainer.readWeights();
    return new Map<string, ArrayLike<number>>([
      ['loss', [loss]],
      ...gradients.map(({ name, data }) => [`gradient of ${name}`, data] as const),
      ...after.map(({ name, data }) => [name, data] as const),
    ]);
  } finally {
    trainer.destroy();
  }
}

/** What is right, and what cannot be told. */
export interface Expected {
  readonly figures: Figures;
  /** Figures that are another where sums are moved by as much as they may be off in 32 bits. */
  readonly untold: ReadonlySet<string>;
}

/** What may be off, as a share of the largest of a tensor. */
export const TOLERANCE = { f32: 1e-4, f16: 5e-3 } as const;
/** How many times sums are moved. */
const TRIALS = 3;

export function expectedOf({ inputs }: Given, precision: Precision): Expected {
  const arithmetic = { f32: exact, f16: half }[precision];
  const figures = figuresOf(inputs, trainingStep(inputs, arithmetic));
  const untold = new Set<string>();
  for (let trial = 1; trial <= TRIALS; trial++) {
    const moved = figuresOf(inputs, trainingStep(inputs, unsure(arithmetic, Random.from(trial))));
    for (const { name, error } of differences(moved, figures)) if (!(error <= TOLERANCE[precision] / 4)) untold.add(name);
  }
  return { figures, untold };
}

function figuresOf({ graph, weights }: StepInputs, { loss, gradients, states }: StepResult): Figures {
  const names = everyNode(graph.nodes).flatMap(({ name, parameters }) => parameters.map((spec) => `${name}.${spec.name}`));
  const after = names.map((name) => {
    const [before, gradient] = [weights.get(name) ?? new Float64Array(), gradients.get(name)];
    return [name, states.get(name) ?? before.map((value, at) => value - LEARNING_RATE * (gradient?.[at] ?? 0))] as const;
  });
  const learnt = [...gradients].map(([name, values]) => [`gradient of ${name}`, values] as const);
  return new Map<string, ArrayLike<number>>([['loss', [loss]], ...learnt, ...after]);
}

export interface Difference {
  readonly name: string;
  readonly error: number;
}

/** How far each figure is from what it should be; infinite for one that is missing. */
export function differences(found: Figures, expected: Figures): Difference[] {
  return [...expected].map(([name, values]) => ({ name, error: relativeError(found.get(name) ?? [], values) }));
}

/** The figures of a case that are off. */
export function wrongIn(found: Figures, { figures, untold }: Expected, tolerance: number): Difference[] {
  return differences(found, figures).filter(({ name, error }) => !(error <= tolerance) && !untold.has(name));
}
