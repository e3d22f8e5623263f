import type { KernelName } from '../kernels';
import { segmentStruct } from '../kernels/shared';
import { OPTIMISER_BLOCK } from '../kernels/sizes';
import { optimisers } from '../optim/optimisers';
import type { UpdateOptions } from '../optim/update';
import type { ParameterLayout } from './types';
import type { Lowering } from './lowering';
import type { Binding, Operator, PlannedParameter } from './types';

/** What the update adds to a plan. */
export interface PlannedUpdate {
  /** A `Segment` for each workgroup of a kernel that goes over all parameters. */
  readonly segments: Uint32Array;
  /** Dispatches that a batch runs whose gradients wait for those of others. */
  readonly gatheredCount: number;
  readonly ports: {
    readonly segments: number;
    /** What the optimiser remembers, laid out as the parameters. */
    readonly optimiserStates: readonly number[];
    readonly gathered?: number;
    /** What gathered gradients are multiplied by: one number. */
    readonly factor?: number;
    /** The running mean of the weights, and where kernels read it in place of the weights. */
    readonly average?: number;
    readonly averageRead?: number;
    /** The running mean of running statistics, which belong to the weights that they are taken with. */
    readonly averageState?: number;
    /** Lookahead's slow weights, and slow running statistics where there are such. */
    readonly slow?: number;
    readonly slowState?: number;
  };
}

/** Steps of the iteration, as the author takes. */
const NEWTON_SCHULZ_STEPS = 5;

type Matrix = PlannedParameter & { readonly layout: ParameterLayout & { readonly kind: 'matrix' } };

/**
 * Whether Muon makes a parameter's update orthogonal: kernels of convolutions, and weights of dense layers. Not where one tensor
 * holds many small matrices: grouped kernels, and those of each position.
 */
export function isMatrix(parameter: PlannedParameter): parameter is Matrix {
  return parameter.layout.kind === 'matrix' && parameter.layout.positions === 1;
}

/** Emits what happens to the parameters once their partial gradients are there. */
export function lowerUpdate(lowering: Lowering, options: UpdateOptions, lossScale: number): PlannedUpdate {
  const { parameters } = lowering;
  const segments = segmentsOf(parameters, options.optimiser === 'muon');
  const { size: parameterBytes } = lowering.whole(lowering.parameterStorage);
  const workgroups = segments.byteLength / segmentStruct.bytes;
  const table = lowering.storage({ name: 'segments', bytes: segments.byteLength, kind: 'constant' });
  const alike = (name: string, kind: 'optimiser' | 'gradients' | 'transient') => lowering.storage({ name, bytes: parameterBytes, kind });
  const whole = (storage: number) => lowering.whole(storage);
  const orScratch = (storage: number | undefined) => (storage === undefined ? lowering.scratch() : whole(storage));
  const emit = (kernel: KernelName, sizes: Operator['sizes'], bindings: Binding[]) =>
    lowering.emit({ kernel, path: 'update', pass: 'update', flops: 0, sizes, bindings });
  const { step, parameterStorage, halvesStorage, stateStorage } = lowering;

  const partials = { WORKGROUPS: workgroups, LOSS_SCALE: lossScale, GATHERED: 0 };
  let gradients = [step, whole(table), whole(lowering.gradientStorage), whole(table)];
  let sizes = partials;
  let gatheredPorts = {};
  let gatheredCount = lowering.operators.length;
  if (options.gathers) {
    const gathered = alike('gathered gradients', 'gradients');
    const squares = lowering.storage({ name: 'squares of gradients', bytes: workgroups * 4, kind: 'transient' });
    const factor = lowering.storage({ name: 'factor of gradients', bytes: 16, kind: 'output' });
    emit('gatherGradients', partials, [...gradients, whole(gathered), whole(squares)]);
    gatheredCount = lowering.operators.length;
    emit('clipGradients', { COUNT: workgroups }, [step, whole(squares), whole(factor)]);
    gradients = [step, whole(table), whole(gathered), whole(factor)];
    sizes = { ...partials, GATHERED: 1 };
    gatheredPorts = { gathered, factor };
  }

  const { kernel, constants, states } = optimisers[options.optimiser];
  const optimiserStates = states.map((name) => alike(name, 'optimiser'));
  const memory = optimiserStates.map(whole);
  if (options.optimiser === 'muon') {
    const [from, to] = [alike('directions', 'transient'), alike('orthogonal directions', 'transient')];
    emit('muonMomentum', sizes, [...gradients, ...memory.slice(0, 1), whole(from)]);
    for (const parameter of parameters) if (isMatrix(parameter)) orthogonalise(lowering, parameter, from, to);
    memory.push(whole(to));
  }
  emit(kernel, { ...sizes, ...constants }, [...gradients, whole(parameterStorage), orScratch(halvesStorage), ...memory]);

  let slowPorts = {};
  if (options.looksAhead) {
    const slowFor = (what: string, fast: number, halves?: number) => {
      const { size: bytes } = whole(fast);
      const slow = lowering.storage({ name: `slow ${what}`, bytes, kind: 'optimiser' });
      emit('lookAhead', { COUNT: bytes / 16, COPIED: Number(halves !== undefined) }, [step, whole(fast), whole(slow), orScratch(halves)]);
      return slow;
    };
    slowPorts = {
      slow: slowFor('weights', parameterStorage, halvesStorage),
      ...(stateStorage === undefined ? {} : { slowState: slowFor('statistics', stateStorage) }),
    };
  }

  let averagePorts = {};
  if (options.averages) {
    const meanOf = (what: string, storage: number, halves?: number) => {
      const { size: bytes } = whole(storage);
      const mean = lowering.storage({ name: `mean of ${what}`, bytes, kind: 'optimiser' });
      const sizes = { COUNT: bytes / 16, COPIED: Number(halves !== undefined) };
      emit('averageWeights', sizes, [step, whole(storage), whole(mean), orScratch(halves)]);
      return mean;
    };
    const halves = halvesStorage === undefined ? undefined : lowering.values('half-precision mean of weights', parameterBytes / 2, 'optimiser');
    const average = meanOf('weights', parameterStorage, halves);
    averagePorts = { average, averageRead: halves ?? average, ...(stateStorage === undefined ? {} : { averageState: meanOf('statistics', stateStorage) }) };
  }
  return { segments, gatheredCount, ports: { segments: table, optimiserStates, ...gatheredPorts, ...slowPorts, ...averagePorts } };
}

/**
 * The Newton–Schulz iteration on one weight's direction, as a matrix of a row for each filter; from and to are laid out as the
 * parameters. As the author's program does, the result is stretched by the last two sides of the weight itself, which are equal for a kernel.
 */
function orthogonalise(lowering: Lowering, { offset, bytes, layout, spec }: Matrix, from: number, to: number): void {
  const [rows, columns] = [layout.outputGroups, layout.kernel ** 2 * layout.inputGroups];
  const [SHORT4, LONG4] = [Math.min(rows, columns), Math.max(rows, columns)];
  const TALL = Number(rows > columns);
  const [ROWS = 1, COLUMNS = 1] = spec.shape.slice(-2);
  const square = (of: string) => lowering.whole(lowering.storage({ name: of, bytes: SHORT4 ** 2 * 64, kind: 'transient' }));
  const [gram, polynomial] = [square('Gram matrix'), square('polynomial')];
  const emit = (kernel: KernelName, sizes: Operator['sizes'], bindings: Binding[], blocks: number) =>
    lowering.emit({ kernel, path: 'update', pass: 'update', flops: 2 * 64 * blocks, sizes, bindings });
  const range = (storage: number): Binding => ({ storage, offset, size: bytes });
  let [x, next] = [range(from), range(to)];
  for (let at = 0; at < NEWTON_SCHULZ_STEPS; at++) {
    const FIRST = Number(at === 0);
    const LAST = Number(at === NEWTON_SCHULZ_STEPS - 1);
    const all = { SHORT4, FIRST, ROWS, COLUMNS };
    emit('gramMatrix', { SHORT4, LONG4, TALL }, [x, gram], SHORT4 ** 2 * LONG4);
    emit('newtonSchulz', { ...all, LONG4: SHORT4, TALL: 0, SQUARE: 1, LAST: 0 }, [gram, gram, gram, polynomial], SHORT4 ** 3);
    emit('newtonSchulz', { ...all, LONG4, TALL, SQUARE: 0, LAST }, [gram, polynomial, x, next], SHORT4 ** 2 * LONG4);
    [x, next] = [next, x];
  }
}

/** One for each workgroup; those of one tensor are alike. */
function segmentsOf(parameters: readonly PlannedParameter[], orthogonal: boolean): Uint32Array {
  const segments = parameters.flatMap((parameter) => {
    const { spec, bytes, offset, gradientOffset, splits } = parameter;
    const segment = {
      ...{ parameters: offset / 16, gradients: gradientOffset / 16, vectors: bytes / 16, partials: splits },
      isVector: Number(spec.shape.length === 1),
      isOrthogonal: Number(orthogonal && isMatrix(parameter)),
      isShift: Number(spec.isShift ?? false),
    };
    return Array.from({ length: Math.ceil(segment.vectors / OPTIMISER_BLOCK) }, () => segment);
  });
  return segmentStruct.packed(segments);
}
