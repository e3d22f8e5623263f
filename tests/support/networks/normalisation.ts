import type { GraphNode } from '../../../src/engine/graph/graph';
import { numeric } from '../../../src/engine/layers/options';

interface Inputs {
  readonly pictures: number;
  /** NCHW. */
  readonly input: Float64Array;
  /** The layer's, by their names. */
  readonly tensors: ReadonlyMap<string, Float64Array>;
}

/**
 * Batch normalisation in training (Ioffe and Szegedy, arXiv 1502.03167). `largest` is the largest term of which the input's
 * gradient is the sum: with two values a channel, all but ε / (variance + ε) of it cancels.
 */
export function normalisation({ input: shape, options }: GraphNode, { pictures, input, tensors }: Inputs) {
  const [momentum, epsilon] = [numeric(options, 'momentum'), numeric(options, 'epsilon')];
  const positions = shape.height * shape.width;
  const count = pictures * positions;
  const channelOf = (at: number) => Math.floor(at / positions) % shape.channels;
  const perChannel = (term: (at: number) => number) => {
    const sums = new Float64Array(shape.channels);
    for (let at = 0; at < input.length; at++) sums[channelOf(at)] = (sums[channelOf(at)] ?? 0) + term(at);
    return sums;
  };
  const of = (values: Float64Array | undefined, at: number, otherwise = NaN) => (values ? (values[channelOf(at)] ?? NaN) : otherwise);
  const [weight, bias] = [tensors.get('weight'), tensors.get('bias')];
  const means = perChannel((at) => (input[at] ?? NaN) / count);
  const squares = perChannel((at) => ((input[at] ?? NaN) - of(means, at)) ** 2);
  const scales = squares.map((sum) => 1 / Math.sqrt(sum / count + epsilon));
  const normalised = input.map((value, at) => (value - of(means, at)) * of(scales, at));
  const moved = (name: string, now: (channel: number) => number) =>
    // A single value says nothing of how values spread.
    (tensors.get(name) ?? new Float64Array()).map((before, channel) => (count > 1 ? (1 - momentum) * before + momentum * now(channel) : before));
  return {
    output: normalised.map((value, at) => value * of(weight, at, 1) + of(bias, at)),
    states: {
      running_mean: moved('running_mean', (channel) => means[channel] ?? NaN),
      running_var: moved('running_var', (channel) => (squares[channel] ?? NaN) / (count - 1)),
    },
    back(outputGradient: Float64Array) {
      const biasGradient = perChannel((at) => outputGradient[at] ?? NaN);
      const weightGradient = perChannel((at) => (outputGradient[at] ?? NaN) * (normalised[at] ?? NaN));
      let largest = 0;
      const inputGradient = outputGradient.map((gradient, at) => {
        const factor = of(weight, at, 1) * of(scales, at);
        largest = Math.max(largest, Math.abs(factor * gradient));
        return factor * (gradient - (of(biasGradient, at) + (normalised[at] ?? NaN) * of(weightGradient, at)) / count);
      });
      return { inputGradient, parameterGradients: weight ? [weightGradient, biasGradient] : [biasGradient], largest };
    },
  };
}
