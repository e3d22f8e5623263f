import { buildGraph } from '../graph/graph';
import { model } from '../graph/spec';
import { optimiserNames, optimisers, type OptimiserName } from '../optim/optimisers';
import type { UpdateOptions } from '../optim/update';
import type { PlannedParameter } from '../plan/lowering';
import { planTraining, type Dispatch, type Plan } from '../plan/plan';
import type { AdapterTraits } from '../plan/traits';
import { Random } from '../random';
import { writeStep } from '../runtime/batch';
import { Executor } from '../runtime/executor';
import type { PipelineCache } from '../runtime/pipelines';
import { fromDevice, toDevice } from '../weights/layout';
import { gradientsOf } from './probe';
import { relativeError } from './relativeError';
import { orthogonalised, ReferenceOptimiser } from './updates';
import { verdictOn, type Verdict } from './verdict';

const BATCH = 4;
const CLASSES = 14;
/** A wide matrix, a tall one, and vectors, one of them the shift of a normalisation. */
const LAYERS = [{ type: 'flatten' }, { type: 'dense', units: 7 }, { type: 'batchNorm' }, { type: 'dense', units: CLASSES }];
const GRAPH = buildGraph(model(LAYERS, { channels: 3, height: 2, width: 2 }), CLASSES);
const SETTINGS = { learningRate: 0.1, weightDecay: 0.01, spareNorms: true, clipNorm: 2, ema: 0.75, shiftRate: 4, slowShare: 0.3 };
const COMPLETE = { momentum: 0.9, nesterov: true, beta1: 0.9, beta2: 0.99, epsilon: 1e-6 };
/** From the second on, what is remembered counts. */
const UPDATES = 2;

/** A plan on the device, with random weights and gradients. */
interface Work {
  readonly plan: Plan;
  readonly executor: Executor;
  /** Partial gradients of the next step; padding has none. */
  readonly drawGradients: () => Float32Array;
  /** Runs the dispatches for which this holds, in order, as those of this update. */
  readonly run: (update: number, chosen?: (dispatch: Dispatch, at: number) => boolean) => void;
}

type Check = (work: Work) => Promise<Verdict[]>;

type DeviceCheck = (device: GPUDevice, pipelines: PipelineCache, traits: AdapterTraits) => Promise<Verdict[]>;

function onDevice(update: UpdateOptions, check: Check): DeviceCheck {
  return (device, pipelines, traits) => checkOn(device, pipelines, planTraining(GRAPH, BATCH, traits, update), check);
}

async function checkOn(device: GPUDevice, pipelines: PipelineCache, { dispatches, ...rest }: Plan, check: Check): Promise<Verdict[]> {
  // The rest of a step need not be compiled.
  const plan = { ...rest, dispatches: dispatches.filter(({ pass }) => pass === 'update') };
  const executor = await Executor.create(device, plan, pipelines);
  try {
    const random = Random.from(3);
    const draw = (length: number, bound: number) => Float32Array.from({ length }, () => random.between(-bound, bound));
    executor.write(plan.ports.segments ?? -1, plan.segments);
    executor.writeWeights(plan.parameters.map(({ name, spec }) => ({ name, shape: spec.shape, data: draw(lengthOf(spec), 1) })));
    const step = new Uint32Array(executor.buffer(plan.ports.step).size / 4);
    const drawGradients = () => {
      const partials = new Float32Array((plan.storages[plan.ports.gradients]?.bytes ?? 0) / 4);
      for (const { spec, layout, bytes, gradientOffset, splits } of plan.parameters) {
        for (let split = 0; split < splits; split++) {
          partials.set(toDevice(layout, draw(lengthOf(spec), plan.lossScale), bytes / 4), (gradientOffset + split * bytes) / 4);
        }
      }
      executor.write(plan.ports.gradients, partials);
      return partials;
    };
    const run: Work['run'] = (at, chosen = () => true) => {
      writeStep(step, BATCH, { settings: { ...SETTINGS, ...COMPLETE }, seed: 0, update: at, isFirstOfMean: at === 1, accumulating: at > 1 });
      executor.write(plan.ports.step, step);
      for (const [place, dispatch] of plan.dispatches.entries()) {
        if (chosen(dispatch, place)) executor.run(place, place + 1);
      }
    };
    return await check({ plan, executor, drawGradients, run });
  } finally {
    executor.destroy();
  }
}

const lengthOf = ({ shape }: PlannedParameter['spec']) => shape.reduce((product, side) => product * side, 1);

/** A tensor's values out of a storage that is laid out as the parameters. */
function tensorsIn({ parameters }: Plan, values: Float32Array): Float32Array[] {
  return parameters.map(({ spec, layout, offset, bytes }) => fromDevice(layout, values.subarray(offset / 4, (offset + bytes) / 4), lengthOf(spec)));
}

const unscaled = ({ lossScale }: Plan, data: Float32Array) => Float64Array.from(data, (value) => value / lossScale);

function checkUpdate(optimiser: OptimiserName): Check {
  return async ({ plan, executor, drawGradients, run }) => {
    const reference = new ReferenceOptimiser(optimiser);
    const read = async () => tensorsIn(plan, await executor.readValues(plan.ports.parameters));
    const tensors = (await read()).map((values, at) => ({ shape: plan.parameters[at]?.spec.shape ?? [], weight: Float64Array.from(values) }));
    for (let update = 1; update <= UPDATES; update++) {
      const gradients = gradientsOf(plan, drawGradients()).map(({ data }) => unscaled(plan, data));
      run(update);
      reference.update(tensors, gradients, { ...SETTINGS, ...COMPLETE }, ({ shape }, at) => ({
        weightDecay: shape.length > 1 ? SETTINGS.weightDecay : 0,
        learningRate: SETTINGS.learningRate * (plan.parameters[at]?.spec.isShift ? SETTINGS.shiftRate : 1),
      }));
    }
    const found = await read();
    const errors = tensors.map(({ weight }, at) => relativeError(found[at] ?? [], weight));
    return [verdictOn(plan, optimisers[optimiser].kernel, Math.max(...errors))];
  };
}

/** Each product of the iteration by itself, on what the device gave to it. */
async function checkMuon({ plan, executor, drawGradients, run }: Work): Promise<Verdict[]> {
  const gradients = gradientsOf(plan, drawGradients());
  const [direction = -1, orthogonal = -1] = ['directions', 'orthogonal directions'].map((wanted) => plan.storages.findIndex(({ name }) => name === wanted));
  run(1, ({ kernel }) => kernel === 'muonMomentum');
  const given = tensorsIn(plan, await executor.readValues(direction));
  const isMatrix = ({ spec }: PlannedParameter) => spec.shape.length > 1;
  const over = (figure: (parameter: PlannedParameter, at: number) => number) =>
    Math.max(...plan.parameters.map((parameter, at) => (isMatrix(parameter) ? figure(parameter, at) : 0)));
  // The first mean is (1 − μ) g, and the look ahead adds μ times that.
  const share = (1 - COMPLETE.momentum) * (1 + COMPLETE.momentum);
  const momentumError = over((_, at) => {
    const expected = unscaled(plan, gradients[at]?.data ?? new Float32Array()).map((slope) => slope * share);
    return relativeError(given[at] ?? [], expected);
  });

  const firstGram = plan.dispatches.findIndex(({ kernel }) => kernel === 'gramMatrix');
  run(1, (_, at) => at === firstGram);
  const { SHORT4 = 0, LONG4 = 0, TALL = 0 } = plan.dispatches[firstGram]?.sizes ?? {};
  const gram = await executor.readValues(plan.dispatches[firstGram]?.bindings[1]?.storage ?? -1);
  const binding = plan.dispatches[firstGram]?.bindings[0];
  const matrix = (await executor.readValues(direction)).subarray((binding?.offset ?? 0) / 4);
  const x = (row: number, column: number) => {
    const [block, inBlock] = TALL === 0 ? blockAt(row, column, SHORT4) : blockAt(column, row, LONG4);
    return matrix[block * 16 + inBlock] ?? 0;
  };
  const expectedGram = Float64Array.from({ length: (SHORT4 * 4) ** 2 }, (_, index) => {
    const [block, inBlock] = [Math.floor(index / 16), index % 16];
    const row = (block % SHORT4) * 4 + (inBlock % 4);
    const column = Math.floor(block / SHORT4) * 4 + Math.floor(inBlock / 4);
    return Array.from({ length: LONG4 * 4 }, (__, k) => x(row, k) * x(column, k)).reduce((sum, term) => sum + term, 0);
  });
  const gramError = relativeError(gram, expectedGram);

  run(1, ({ kernel }) => kernel === 'gramMatrix' || kernel === 'newtonSchulz');
  const found = tensorsIn(plan, await executor.readValues(orthogonal));
  const iterationError = over(({ spec }, at) => relativeError(found[at] ?? [], orthogonalised(given[at] ?? [], spec.shape)));
  const verdicts = [verdictOn(plan, 'muonMomentum', momentumError), verdictOn(plan, 'gramMatrix', gramError)];
  // A wrong Gram matrix must not put the blame on what is made of it.
  return gramError > 1e-3 ? verdicts : [...verdicts, verdictOn(plan, 'newtonSchulz', iterationError)];
}

/** Block, and place within it, of an element of a matrix that lies as weights do, `rows4` blocks high. */
function blockAt(row: number, column: number, rows4: number): [block: number, inBlock: number] {
  return [Math.floor(column / 4) * rows4 + Math.floor(row / 4), (column % 4) * 4 + (row % 4)];
}

async function checkGathering({ plan, executor, drawGradients, run }: Work): Promise<Verdict[]> {
  const { gathered = -1, factor = -1, average = -1, parameters } = plan.ports;
  const read = async (storage: number) => executor.readValues(storage);
  const sums = gradientsOf(plan, drawGradients()).map(({ data }) => unscaled(plan, data));
  run(1);
  const [first, firstMean] = [await read(parameters), await read(average)];
  for (const [at, { data }] of gradientsOf(plan, drawGradients()).entries()) {
    for (const [index, value] of unscaled(plan, data).entries()) {
      const sum = sums[at];
      if (sum) sum[index] = (sum[index] ?? 0) + value;
    }
  }
  run(2);
  const found = tensorsIn(plan, await read(gathered));
  const norm = Math.sqrt(found.flatMap((values) => [...values]).reduce((sum, value) => sum + value ** 2, 0));
  const clip = (await read(factor))[0] ?? 0;
  const [second, mean] = [await read(parameters), await read(average)];
  const meanExpected = first.map((value, at) => SETTINGS.ema * value + (1 - SETTINGS.ema) * (second[at] ?? 0));
  return [
    verdictOn(plan, 'gatherGradients', Math.max(...sums.map((sum, at) => relativeError(found[at] ?? [], sum)))),
    verdictOn(plan, 'clipGradients', relativeError([clip], [Math.min(1, SETTINGS.clipNorm / (norm + 1e-6))])),
    verdictOn(plan, 'averageWeights', Math.max(relativeError(firstMean, first), relativeError(mean, meanExpected))),
  ];
}

async function checkLookahead({ plan, executor, drawGradients, run }: Work): Promise<Verdict[]> {
  const { slow = -1, parameters } = plan.ports;
  const read = (storage: number) => executor.readValues(storage);
  drawGradients();
  const before = await read(slow);
  run(1, ({ kernel }) => kernel === 'sgd');
  const expected = (await read(parameters)).map((value, at) => (1 - SETTINGS.slowShare) * (before[at] ?? 0) + SETTINGS.slowShare * value);
  run(1, ({ kernel }) => kernel === 'lookAhead');
  const errors = [await read(parameters), await read(slow)].map((found) => relativeError(found, expected));
  return [verdictOn(plan, 'lookAhead', Math.max(...errors))];
}

/** Each compares some kernels of the update with plain arithmetic on random gradients. */
export const optimiserChecks: readonly DeviceCheck[] = [
  ...optimiserNames.map((optimiser) => onDevice({ optimiser }, checkUpdate(optimiser))),
  onDevice({ optimiser: 'muon' }, checkMuon),
  onDevice({ optimiser: 'sgd', gathers: true, averages: true }, checkGathering),
  onDevice({ optimiser: 'sgd', looksAhead: true }, checkLookahead),
];
