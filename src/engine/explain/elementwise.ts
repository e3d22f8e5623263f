import { scalarFunction } from '../check/scalarFunctions';
import { numeric } from '../layers/options';
import { volume } from '../shape';
import { indexOf, sumOf, unitAt } from './patch';
import type { Explanation, Ingredients, Unit } from './types';

type Explainer = (given: Ingredients) => Explanation;

const valueAt = ({ node, input }: Ingredients, unit: Unit) => input[indexOf(node.input, unit)] ?? NaN;

/** A function of each value by itself: activations, and `scale`. */
export const explainApplied: Explainer = (given) => {
  const value = valueAt(given, given.unit);
  return { kind: 'applied', value, result: scalarFunction(given.node.spec).value(value) };
};

/** By the slope of its channel, or the one for all. */
export const explainPrelu: Explainer = (given) => {
  const value = valueAt(given, given.unit);
  const slopes = given.tensor('weight') ?? [];
  const slope = slopes[slopes.length > 1 ? given.unit.channel : 0] ?? NaN;
  return { kind: 'applied', value, result: value > 0 ? value : slope * value };
};

/** By the running statistics, as in an evaluation. */
export const explainBatchNorm: Explainer = (given) => {
  const { node, unit, tensor } = given;
  const own = (name: string) => tensor(name)?.[unit.channel];
  const value = valueAt(given, unit);
  const [mean, variance, epsilon] = [own('running_mean') ?? NaN, own('running_var') ?? NaN, numeric(node.options, 'epsilon')];
  const [weight, bias] = [own('weight'), own('bias') ?? NaN];
  const result = ((value - mean) / Math.sqrt(variance + epsilon)) * (weight ?? 1) + bias;
  return { kind: 'normalised', of: 'training', value, mean, variance, epsilon, weight, bias, result };
};

/** By the statistics of the picture's own group of channels. */
export const explainGroupNorm: Explainer = (given) => {
  const { node, unit, tensor, input } = given;
  const [size, value] = [volume(node.input) / numeric(node.options, 'channelGroups'), valueAt(given, unit)];
  const start = Math.floor(indexOf(node.input, unit) / size) * size;
  const values = input.subarray(start, start + size);
  const mean = sumOf([...values]) / size;
  const variance = sumOf([...values].map((other) => (other - mean) ** 2)) / size;
  const epsilon = numeric(node.options, 'epsilon');
  const [weight, bias] = [tensor('weight')?.[unit.channel], tensor('bias')?.[unit.channel] ?? 0];
  const result = ((value - mean) / Math.sqrt(variance + epsilon)) * (weight ?? 1) + bias;
  return { kind: 'normalised', of: 'group', value, mean, variance, epsilon, weight, bias, result };
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
