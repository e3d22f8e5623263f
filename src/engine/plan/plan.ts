import type { Graph } from '../graph/graph';
import type { Shape } from '../graph/spec';
import { fail } from '../problem';
import { kernelNamed } from '../kernels';
import { chooseCandidate, type Candidate } from '../kernels/choice';
import type { Constants } from '../kernels/expand';
import { PICTURE_CHUNKS } from '../kernels/elementwise';
import { OPTIMISER_BLOCK } from '../kernels/optimisers';
import { metricsStruct, pickStruct } from '../kernels/shared';
import type { VariantName } from '../kernels/types';
import { PLAIN_SGD } from '../optim/update';
import { Lowering, type Binding, type Pass, type PlannedParameter, type PlannedState, type Storage, type Tensor } from './lowering';
import { assignMemory, type MemoryPlan } from './allocate';
import type { AdapterTraits } from './traits';
import { lowerUpdate, type PlannedUpdate } from './update';

/** One kernel run: all a device needs to know, as plain data. */
export interface Dispatch {
  readonly kernel: string;
  readonly variant: VariantName;
  readonly path: string;
  readonly pass: Pass;
  /** What the work is, whichever way it is done. */
  readonly sizes: Constants;
  readonly constants: Constants;
  readonly bindings: readonly Binding[];
  /** Columns and rows that are dispatched: see {@link folded}. */
  readonly workgroups: readonly [number, number];
  /** Workgroups with work; those behind them in the last row have none. */
  readonly workgroupCount: number;
  readonly flops: number;
}

/** Named storages that the host writes or reads. Which exist depends on the mode. */
export interface Ports extends Partial<PlannedUpdate['ports']> {
  /** Uniform: `Step`; from `PICKS_OFFSET` on, a `Pick` for each picture. */
  readonly step: number;
  /** Buffers with the bytes of pictures, which are lent and no part of the plan's memory. */
  readonly pictures?: readonly number[];
  /** For each group of four channels a vector of scales, then one of shifts: value = byte / 255 · scale + shift. */
  readonly normalisation?: number;
  readonly probabilities?: number;
  readonly metrics?: number;
  readonly parameters: number;
  /** A copy of the parameters in half precision. */
  readonly halves?: number;
  readonly state?: number;
  /** Weights that nothing changes, and their copy in half precision. */
  readonly frozen?: number;
  readonly frozenHalves?: number;
  readonly gradients: number;
}

export interface Plan extends Omit<PlannedUpdate, 'ports'> {
  readonly batch: number;
  readonly classes: number;
  readonly dispatches: readonly Dispatch[];
  /** Dispatches up to and with the loss: what an evaluation runs. */
  readonly forwardCount: number;
  readonly storages: readonly Storage[];
  readonly memory: MemoryPlan;
  readonly parameters: readonly PlannedParameter[];
  readonly states: readonly PlannedState[];
  readonly frozen: readonly PlannedState[];
  readonly ports: Ports;
  /** How many times too large gradients are until the optimiser has them. */
  readonly lossScale: number;
  readonly input: Tensor;
  readonly output: Tensor;
  /** `probe` only: the gradient handed in at the output, and the one that comes out at the input. */
  readonly outputGradient?: Tensor;
  readonly inputGradient?: Tensor;
}

/** Where a binding may begin on every adapter. */
export const PICKS_OFFSET = 256;
/**
 * Gradients in half precision are so many times those of the sum of the losses: numbers below 6·10⁻⁸ would be zero, and
 * above 65,504 infinite. At a logit they are at most this.
 */
const SCALE_OF_HALVES = 256;

/**
 * The flat list of dispatches and the table of buffers for one training step of `batch` pictures.
 * @param update what becomes of the gradients: plain SGD where nothing is said.
 * @throws ProblemError `model.bufferTooLarge` when a buffer would be larger than the adapter allows: nothing has been allocated then.
 */
export function planTraining(graph: Graph, batch: number, traits: AdapterTraits, update = PLAIN_SGD): Plan {
  const lowering = new Lowering({ batch, mode: 'train', ...traits }, OPTIMISER_BLOCK * 16);
  const classes = graph.output.channels;
  const { picks, input, pictures, normalisation } = lowerLoading(lowering, graph.input);
  const { step, stepStorage } = lowering;
  const whole = (storage: number) => lowering.whole(storage);
  const logits = lowering.sequence(graph.nodes, input);
  const dlogits = lowering.tensorLike('logits gradient', logits);
  const probabilities = lowering.storage({ name: 'probabilities', bytes: batch * classes * 4, kind: 'output' });
  const metrics = lowering.storage({ name: 'metrics', bytes: metricsStruct.bytes, kind: 'output' });
  const placeOf = Array.from({ length: classes }, (_, k) => logits.channelMap?.[k] ?? k);
  const PLACES = logits.channelGroups * 4;
  const classAt = Array.from({ length: PLACES }, (_, place) => (placeOf.includes(place) ? placeOf.indexOf(place) : classes));
  const lossScale = traits.precision === 'f16' ? batch * SCALE_OF_HALVES : 1;
  lowering.emit(
    {
      ...{ kernel: 'softmaxCrossEntropy', path: 'loss', pass: 'loss', flops: 0 },
      sizes: { BATCH: batch, CLASSES: classes, PLACES, LOSS_SCALE: lossScale, ...numbered('PLACE', placeOf), ...numbered('CLASS', classAt) },
      bindings: [step, whole(logits.storage), picks, ...[dlogits.storage, probabilities, metrics].map(whole)],
    },
    [dlogits.storage],
  );
  const forwardCount = lowering.operators.length;
  lowering.setGradient(logits, dlogits);
  lowering.playBackward();

  refuseLarge(lowering, traits);
  const { segments, gatheredCount, ports: updatePorts } = lowerUpdate(lowering, update, lossScale);
  const { parameterStorage: parameters, gradientStorage: gradients } = lowering;
  const ports = { step: stepStorage, pictures, normalisation, probabilities, metrics, parameters, gradients, ...updatePorts, ...optionalPorts(lowering) };
  return finish(lowering, traits, { batch, classes, forwardCount, gatheredCount, ports, lossScale, segments, input, output: logits });
}

/** A plan that makes batches of pictures and does nothing with them. */
export function planLoading(shape: Shape, batch: number, traits: AdapterTraits): Plan {
  const lowering = new Lowering({ batch, mode: 'train', ...traits }, OPTIMISER_BLOCK * 16);
  const { input, pictures, normalisation } = lowerLoading(lowering, shape);
  const { stepStorage: step, parameterStorage: parameters, gradientStorage: gradients } = lowering;
  return finish(lowering, traits, {
    ...{ batch, classes: 0, forwardCount: 1, gatheredCount: 1, lossScale: 1, segments: new Uint32Array(), input, output: input },
    ports: { step, pictures, normalisation, parameters, gradients, ...optionalPorts(lowering) },
  });
}

/** The dispatch that makes a batch, with what it reads and writes. */
function lowerLoading(lowering: Lowering, shape: Shape) {
  const { step, stepStorage, options } = lowering;
  const { batch } = options;
  const { channels, height, width } = shape;
  lowering.resize(stepStorage, PICKS_OFFSET + batch * pickStruct.bytes);
  const picks = { storage: stepStorage, offset: PICKS_OFFSET, size: batch * pickStruct.bytes };
  const pictures = Array.from({ length: PICTURE_CHUNKS }, (_, chunk) => lowering.storage({ name: `pictures ${chunk}`, bytes: 0, kind: 'lent' }));
  const input = lowering.tensor('pictures', shape, { differentiable: false });
  const normalisation = lowering.storage({ name: 'normalisation', bytes: input.channelGroups * 32, kind: 'constant' });
  const whole = (storage: number) => lowering.whole(storage);
  lowering.emit(
    {
      ...{ kernel: 'loadBatch', path: 'batch', pass: 'load', flops: 0 },
      sizes: {
        ...{ BATCH: batch, CHANNELS: channels, GROUP_CHANNELS: Math.min(channels, 4), HEIGHT: height, WIDTH: width },
        ...{ ROW_WORDS: Math.ceil(width / 4), IN_C4: input.channelGroups },
      },
      bindings: [step, picks, whole(normalisation), ...pictures.map(whole), whole(input.storage)],
    },
    [input.storage],
  );
  return { picks, input, pictures, normalisation };
}

/** A plan that takes an input and a gradient at the output, and gives the output, the input's gradient and the parameters': for checks. */
export function planProbe(graph: Graph, batch: number, traits: AdapterTraits): Plan {
  return lowerProbe(new Lowering({ batch, mode: 'probe', ...traits }, OPTIMISER_BLOCK * 16), graph, traits);
}

/** What a layer gives, and the gradient there. */
export interface LayerView {
  readonly output: Tensor;
  readonly gradient: Tensor;
}

/** A plan that keeps what every layer gives, and the gradient there. */
export interface InspectionPlan {
  readonly plan: Plan;
  /** By the layers' paths; those inside blocks too. */
  readonly views: ReadonlyMap<string, LayerView>;
}

/** As {@link planProbe}, with all that lies between the layers there to be read. In 32 bits. */
export function planInspection(graph: Graph, batch: number, given: AdapterTraits): InspectionPlan {
  const traits: AdapterTraits = { ...given, precision: 'f32' };
  const lowering = new Lowering({ batch, mode: 'inspection', ...traits }, OPTIMISER_BLOCK * 16);
  const plan = lowerProbe(lowering, graph, traits);
  const views = new Map<string, LayerView>();
  for (const [path, output] of lowering.outputs) {
    const gradient = lowering.gradientOf(output);
    if (gradient) views.set(path, { output, gradient });
  }
  return { plan, views };
}

function lowerProbe(lowering: Lowering, graph: Graph, traits: AdapterTraits): Plan {
  const { batch, mode } = lowering.options;
  const ported = (name: string, tensor: Tensor): Tensor => ({
    ...tensor,
    storage: lowering.values(name, lowering.bytesOf(tensor), 'input'),
  });
  const input = ported('input', lowering.tensor('input', graph.input, { differentiable: true }));
  const output = lowering.sequence(graph.nodes, input);
  const outputGradient = ported('output gradient', output);
  const forwardCount = lowering.operators.length;
  lowering.setGradient(output, outputGradient);
  lowering.playBackward();
  const inputGradient = lowering.gradientOf(input);
  if (!inputGradient) throw new Error('no gradient reaches the input');
  refuseLarge(lowering, traits);
  const kept = new Set([output.storage, inputGradient.storage]);
  for (const [index, storage] of lowering.storages.entries()) {
    if (storage.kind === 'transient' && (mode === 'inspection' || kept.has(index))) lowering.storages[index] = { ...storage, kind: 'output' };
  }
  return finish(lowering, traits, {
    ...{ batch, classes: graph.output.channels, forwardCount, input, output, outputGradient, inputGradient },
    ports: { step: lowering.stepStorage, parameters: lowering.parameterStorage, gradients: lowering.gradientStorage, ...optionalPorts(lowering) },
    gatheredCount: lowering.operators.length,
    lossScale: 1,
    segments: new Uint32Array(),
  });
}

function optionalPorts({ halvesStorage: halves, stateStorage: state, frozenPorts }: Lowering): Pick<Ports, 'halves' | 'state' | 'frozen' | 'frozenHalves'> {
  return { ...(halves === undefined ? {} : { halves }), ...(state === undefined ? {} : { state }), ...frozenPorts };
}

/** `NAME_0`, `NAME_1`, … */
function numbered(name: string, values: readonly number[]): Constants {
  return Object.fromEntries(values.map((value, index) => [`${name}_${index}`, value]));
}

/** Before anything as large as its storages is made, on the host either. @throws ProblemError `model.bufferTooLarge` */
function refuseLarge({ storages }: Lowering, { maxBindingBytes, maxBufferBytes }: AdapterTraits): void {
  const needed = Math.max(...storages.map(({ bytes }) => bytes));
  const allowed = Math.min(maxBindingBytes, maxBufferBytes);
  if (needed > allowed) fail('model.bufferTooLarge', { needed, allowed }, 'layers');
}

function finish(lowering: Lowering, traits: AdapterTraits, rest: Omit<Plan, 'dispatches' | 'storages' | 'memory' | 'parameters' | 'states' | 'frozen'>): Plan {
  const dispatches = lowering.operators.map((operator) => settle(operator, traits));
  const memory = assignMemory(lowering.storages, dispatches);
  const { storages, parameters, states, frozen } = lowering;
  return { ...rest, dispatches, storages, memory, parameters, states, frozen };
}

/** The same plan with its operators run as `traits` now choose; storages, memory and parameters stay as they are. */
export function replan(plan: Plan, traits: AdapterTraits): Plan {
  return { ...plan, dispatches: plan.dispatches.map((dispatch) => settle(dispatch, traits)) };
}

type Work = Pick<Dispatch, 'kernel' | 'path' | 'pass' | 'sizes' | 'bindings' | 'flops'>;

/** Chooses the way to run an operator. */
function settle(work: Work, traits: AdapterTraits): Dispatch {
  const kernel = kernelNamed(work.kernel);
  const candidate = chooseCandidate(kernel, work.sizes, traits.choice);
  if (!candidate) fail('training.kernelWrong', { kernel: kernel.name }, work.path);
  return dispatchOf(work, candidate, traits);
}

/** An operator run one way, its workgroups folded into two dimensions. */
export function dispatchOf(work: Work, candidate: Candidate, traits: AdapterTraits): Dispatch {
  const { variant, constants, workgroups } = candidate;
  const fold = folded(workgroups, traits.maxWorkgroupsPerDimension);
  if (!fold) fail('model.dispatchTooLarge', { needed: workgroups, allowed: traits.maxWorkgroupsPerDimension ** 2 }, work.path);
  const [columns] = fold;
  const { kernel, path, pass, sizes, bindings, flops } = work;
  const F16 = sizes['HALF'] === 1 && traits.choice.features.has('shader-f16') ? 1 : 0;
  return {
    ...{ kernel, variant: variant.name, path, pass, sizes, bindings, flops },
    constants: { HALF: 0, F16, ...sizes, ...constants, WORKGROUPS_X: columns },
    workgroups: fold,
    workgroupCount: workgroups,
  };
}

/** Workgroups that are not worth a second row. */
const ONE_ROW = 8;
/** Columns that are tried at least, however few rows that leaves. */
const TRIED = 32;

/**
 * Columns and rows for so many workgroups, at most `most` each: about as many of the one as of the other where there are many,
 * and such that the last workgroup is among the first of its row. Then the first few columns alone are a sample of an
 * operator's work from its beginning to its end, which the check of a run's own operators takes.
 * @returns undefined where they do not fit.
 */
export function folded(count: number, most: number): readonly [columns: number, rows: number] | undefined {
  if (count <= Math.min(ONE_ROW, most)) return [count, 1];
  const root = Math.sqrt(count);
  const least = Math.max(2, Math.ceil(count / most), Math.floor(root / 2));
  let best: readonly [number, number] | undefined;
  let fewest = Infinity;
  for (let columns = Math.min(most, Math.ceil(Math.max(2 * root, Math.min(count / 2, TRIED)))); columns >= least; columns--) {
    const rows = Math.ceil(count / columns);
    // Workgroups of the columns up to that of the last.
    const sampled = (((count - 1) % columns) + 1) * rows;
    if (rows <= most && sampled < fewest) [best, fewest] = [[columns, rows], sampled];
  }
  return best;
}
