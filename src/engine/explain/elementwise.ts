import { normalDistribution } from '../check/elementwiseReference';
import { numeric } from '../layers/options';
import type { Options } from '../layers/types';
import { indexOf, unitAt } from './patch';
import type { Explanation, Ingredients, Unit } from './types';

type Explainer = (given: Ingredients) => Explanation;

const valueAt = ({ node, input }: Ingredients, unit: Unit) => input[indexOf(node.input, unit)] ?? NaN;

/** Explains a layer that makes something of each value by itself. */
export function applied(apply: (x: number, options: Options) => number): Explainer {
  return (given) => {
    const value = valueAt(given, given.unit);
    return { kind: 'applied', value, result: apply(value, given.node.options) };
  };
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The activation functions by their layers' types, and `scale`. */
export const functions = {
  relu: (x) => Math.max(x, 0),
  leakyRelu: (x, options) => (x > 0 ? x : numeric(options, 'slope') * x),
  elu: (x, options) => (x > 0 ? x : numeric(options, 'alpha') * Math.expm1(x)),
  gelu: (x) => x * normalDistribution(x),
  silu: (x) => x * sigmoid(x),
  sigmoid,
  tanh: Math.tanh,
  scale: (x, options) => numeric(options, 'factor') * x,
} satisfies Record<string, (x: number, options: Options) => number>;

/** By the running statistics, as in an evaluation. */
export const explainBatchNorm: Explainer = (given) => {
  const { node, unit, tensor } = given;
  const own = (name: string) => tensor(name)?.[unit.channel];
  const value = valueAt(given, unit);
  const [mean, variance, epsilon] = [own('running_mean') ?? NaN, own('running_var') ?? NaN, numeric(node.options, 'epsilon')];
  const [weight, bias] = [own('weight'), own('bias') ?? NaN];
  const result = ((value - mean) / Math.sqrt(variance + epsilon)) * (weight ?? 1) + bias;
  return { kind: 'normalised', value, mean, variance, epsilon, weight, bias, result };
};

/** The sum of a block's two ways. */
export const explainSum: Explainer = ({ node, unit, way }) => {
  const at = indexOf(node.output, unit);
  const [layers, shortcut] = [way('layers')[at] ?? NaN, way('shortcut')[at] ?? NaN];
  return { kind: 'added', layers, shortcut, result: layers + shortcut };
};

/** A value that a layer hands on, as dropout does in an evaluation. */
export const explainPassed: Explainer = (given) => ({ kind: 'passed', from: given.unit, result: valueAt(given, given.unit) });

export const explainFlatten: Explainer = (given) => {
  const from = unitAt(given.node.input, given.unit.channel);
  return { kind: 'passed', from, result: valueAt(given, from) };
};

export const explainPadded: Explainer = (given) =>
  given.unit.channel < given.node.input.channels ? explainPassed(given) : { kind: 'passed', from: undefined, result: 0 };
