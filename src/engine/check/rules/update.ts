import type { Hyperparameters } from '../../runtime/batch';
import type { PlannedParameter } from '../../plan/types';
import { isMatrix } from '../../plan/update';
import type { Values } from '../noise';
import type { Digit, OperatorRule, Output, Trial } from './types';

// Parameters, and what optimisers remember of them, lie alike: see shaders/lib/gradients.wgsl. The rules are those of torch.optim's
// documentation, of Chen et al. (arXiv 2302.06675) for Lion and of https://github.com/KellerJordan/Muon.

/** Numbers that one workgroup goes over. */
const BLOCK = 256;

/** A number of a parameter, and what it is updated by. */
interface Element {
  readonly parameter: PlannedParameter;
  readonly gradient: number;
  readonly rate: number;
  readonly decay: number;
}

const numbersOf = ({ bytes }: PlannedParameter) => bytes / 4;

function parameterAt({ plan }: Trial, index: number): PlannedParameter | undefined {
  return plan.parameters.find(({ offset, bytes }) => index >= offset / 4 && index < (offset + bytes) / 4);
}

/** The sum of a number's partial gradients, or what was gathered of them times the factor. */
function gradientAt(trial: Trial, { offset, bytes, gradientOffset, splits }: PlannedParameter, index: number): number {
  const gradients = trial.given(2);
  if (trial.sizes['GATHERED'] === 1) return gradients(index) * trial.given(3)(0);
  let sum = 0;
  for (let split = 0; split < splits; split++) sum += gradients((gradientOffset + split * bytes - offset) / 4 + index);
  return sum / trial.size('LOSS_SCALE');
}

function elementAt(trial: Trial, index: number): Element {
  const parameter = parameterAt(trial, index);
  if (!parameter) throw new Error(`no parameter lies at ${index}`);
  const { learningRate, weightDecay, shiftRate, spareNorms } = trial.step.settings;
  const faster = parameter.spec.isShift ? shiftRate : 1;
  const decay = spareNorms && parameter.spec.shape.length === 1 ? 0 : weightDecay;
  return { parameter, gradient: gradientAt(trial, parameter, index), rate: learningRate * faster, decay: decay / faster };
}

/** Any number of any parameter that is wanted. */
const anywhere =
  ({ plan }: Trial, isWanted: (parameter: PlannedParameter) => boolean = () => true) =>
  (digit: Digit) => {
    const wanted = plan.parameters.filter(isWanted);
    const parameter = wanted[digit(wanted.length)];
    return parameter ? parameter.offset / 4 + digit(numbersOf(parameter)) : 0;
  };

const termsOf = ({ plan }: Trial) => Math.max(1, ...plan.parameters.map(({ splits }) => splits));

/** What is bound in place of partial sums that were made too large, so that the sums are about as large as weights are. */
function gradientsHeld({ sizes, plan }: Omit<Trial, 'given' | 'dot'>) {
  if (!('segments' in plan)) throw new Error('an update without segments');
  return {
    1: plan.segments,
    2: { scale: sizes['GATHERED'] === 1 ? 1 : (sizes['LOSS_SCALE'] ?? 1) },
    ...(sizes['GATHERED'] === 1 ? { 3: 'positive' as const } : {}),
  };
}

/** What an optimiser makes of a number: the weight, then what it remembers, in the order of the bindings. */
type Rule = (element: Element, weight: number, memory: readonly number[], settings: Required<Hyperparameters>, update: number) => readonly number[];

/** A kernel that updates all parameters. @param squares bindings that hold sums of squares. */
function updating(memories: number, rule: (trial: Trial) => Rule, squares: readonly number[] = [], direction?: number): OperatorRule {
  return {
    holds: (trial) => ({ ...gradientsHeld(trial), ...Object.fromEntries(squares.map((binding) => [binding, 'positive'])) }),
    outputs(trial) {
      const { settings, update } = trial.step;
      const remembered = Array.from({ length: memories }, (_, at) => 6 + at);
      const made = (index: number) => {
        const element = elementAt(trial, index);
        const given = remembered.map((binding) => trial.given(binding)(index));
        const directed = direction === undefined ? [] : [trial.given(direction)(index)];
        return rule(trial)(element, trial.given(4)(index), [...given, ...directed], settings, update);
      };
      const shared = { sides: [1], terms: termsOf(trial), draw: anywhere(trial) };
      const written = [4, ...remembered].map((binding, at): Output => ({ ...shared, binding, value: (index) => made(index)[at] ?? NaN }));
      return trial.sizes['HALF'] === 1 ? [...written, { ...shared, binding: 5, value: (index) => made(index)[0] ?? NaN }] : written;
    },
  };
}

function adapted(gradient: number, first = 0, second = 0, { beta1, beta2, epsilon }: Required<Hyperparameters>, update: number) {
  const mean = beta1 * first + (1 - beta1) * gradient;
  const square = beta2 * second + (1 - beta2) * gradient ** 2;
  const direction = mean / (1 - beta1 ** update) / (Math.sqrt(square / (1 - beta2 ** update)) + epsilon);
  return { mean, square, direction };
}

export const sgd = updating(1, () => ({ gradient, rate, decay }, weight, [velocity = 0], { momentum }) => {
  const slope = gradient + decay * weight;
  const speed = momentum * velocity + slope;
  // The trial's momentum is Nesterov's.
  return [weight - rate * (slope + momentum * speed), speed];
});

export const adam = updating(
  2,
  (trial) =>
    ({ gradient, rate, decay }, weight, [first, second], settings, update) => {
      const isDecoupled = trial.sizes['DECOUPLED'] === 1;
      const { mean, square, direction } = adapted(gradient + (isDecoupled ? 0 : decay * weight), first, second, settings, update);
      return [weight - rate * (direction + (isDecoupled ? decay * weight : 0)), mean, square];
    },
  [7],
);

export const nadam = updating(
  2,
  () =>
    ({ gradient, rate, decay }, weight, [first = 0, second = 0], { beta1, beta2, epsilon }, update) => {
      const slope = gradient + decay * weight;
      const [mean, square] = [beta1 * first + (1 - beta1) * slope, beta2 * second + (1 - beta2) * slope ** 2];
      const momentum = (at: number) => beta1 * (1 - 0.5 * 0.96 ** (at * 0.004));
      const product = Array.from({ length: update }, (_, before) => momentum(before + 1)).reduce((all, one) => all * one, 1);
      const next = momentum(update + 1);
      const ahead = (next * mean) / (1 - product * next) + ((1 - momentum(update)) * slope) / (1 - product);
      return [weight - (rate * ahead) / (Math.sqrt(square / (1 - beta2 ** update)) + epsilon), mean, square];
    },
  [7],
);

export const rmsprop = updating(
  2,
  () =>
    ({ gradient, rate, decay }, weight, [squares = 0, velocity = 0], { beta2, momentum, epsilon }) => {
      const slope = gradient + decay * weight;
      const square = beta2 * squares + (1 - beta2) * slope ** 2;
      const speed = momentum * velocity + slope / (Math.sqrt(square) + epsilon);
      return [weight - rate * speed, square, speed];
    },
  [6],
);

export const adagrad = updating(
  1,
  () =>
    ({ gradient, rate, decay }, weight, [squares = 0], { epsilon }) => {
      const slope = gradient + decay * weight;
      const square = squares + slope ** 2;
      return [weight - (rate * slope) / (Math.sqrt(square) + epsilon), square];
    },
  [6],
);

export const lion = updating(1, () => ({ gradient, rate, decay }, weight, [mean = 0], { beta1, beta2 }) => {
  const direction = Math.sign(beta1 * mean + (1 - beta1) * gradient);
  return [weight - rate * (direction + decay * weight), beta2 * mean + (1 - beta2) * gradient];
});

export const muon = updating(
  2,
  () =>
    ({ parameter, gradient, rate, decay }, weight, [first = 0, second = 0, direction = 0], settings, update) => {
      if (isMatrix(parameter)) return [weight - rate * (decay * weight + direction), first, second];
      const next = adapted(gradient, first, second, settings, update);
      return [weight - ((rate * 3e-4) / 0.02) * (decay * weight + next.direction), next.mean, next.square];
    },
  [7],
  8,
);

export const muonMomentum: OperatorRule = {
  holds: gradientsHeld,
  outputs(trial) {
    const { momentum } = trial.step.settings;
    const fresh = (index: number) => (1 - momentum) * elementAt(trial, index).gradient;
    const mean = (index: number) => momentum * trial.given(4)(index) + fresh(index);
    const shared = { sides: [1], terms: termsOf(trial), draw: anywhere(trial, isMatrix) };
    return [
      { ...shared, binding: 4, value: mean },
      { ...shared, binding: 5, value: (index) => momentum * mean(index) + fresh(index) },
    ];
  },
};

export const gatherGradients: OperatorRule = {
  holds: gradientsHeld,
  outputs(trial) {
    // The trial's step adds to what was gathered before.
    const gathered = (index: number) => {
      const parameter = parameterAt(trial, index);
      return parameter ? gradientAt(trial, parameter, index) + trial.given(4)(index) : 0;
    };
    const squares = (block: number) => Array.from({ length: BLOCK }, (_, at) => gathered(block * BLOCK + at) ** 2).reduce((sum, square) => sum + square, 0);
    return [
      { binding: 4, sides: [1], terms: termsOf(trial), draw: anywhere(trial), value: gathered },
      { binding: 5, sides: [trial.size('WORKGROUPS')], terms: BLOCK * termsOf(trial), value: squares },
    ];
  },
};

export const clipGradients: OperatorRule = {
  holds: () => ({ 1: 'positive' }),
  outputs(trial) {
    const norm = () => Math.sqrt(Array.from({ length: trial.size('COUNT') }, (_, at) => trial.given(1)(at)).reduce((sum, square) => sum + square, 0));
    const value = () => Math.min(1, trial.step.settings.clipNorm / (norm() + 1e-6));
    return [{ binding: 2, sides: [1], terms: trial.size('COUNT'), value }];
  },
};

/** Numbers, and where there are some their copy in half precision, which move a share of the way from some to others. */
function moving(trial: Trial, share: number, from: number, to: number, written: readonly number[]): Output[] {
  const value: Values = (index) => (1 - share) * trial.given(from)(index) + share * trial.given(to)(index);
  const bindings = trial.sizes['COPIED'] === 1 ? [...written, 3] : written;
  return bindings.map((binding) => ({ binding, sides: [trial.size('COUNT'), 4], terms: 1, value }));
}

export const averageWeights: OperatorRule = { outputs: (trial) => moving(trial, 1 - trial.step.settings.ema, 2, 1, [2]) };
export const lookAhead: OperatorRule = { outputs: (trial) => moving(trial, trial.step.settings.slowShare ?? 0, 2, 1, [1, 2]) };
