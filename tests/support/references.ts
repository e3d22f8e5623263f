import type { Reference, ReferenceInputs } from '../../src/engine/check/reference';
import { pcg4d } from '../../src/engine/check/rules/pointwise';
import type { GraphNode } from '../../src/engine/graph/graph';
import { volume, type Shape } from '../../src/engine/shape';
import { numeric } from '../../src/engine/layers/options';
import { groupsOf } from '../../src/engine/plan/layout';

// Layers and the loss in plain double-precision arithmetic, beside those that the engine itself has (src/engine/check/reference.ts).

const at = (values: ArrayLike<number>, index: number) => values[index] ?? 0;

/** The mean of each channel of `shape`. */
export function channelMeans(shape: Shape, { input, outputGradient }: ReferenceInputs): Reference {
  const positions = shape.height * shape.width;
  const output = new Float64Array(outputGradient.length);
  const inputGradient = new Float64Array(input.length);
  for (let index = 0; index < input.length; index++) {
    const channel = Math.floor(index / positions);
    output[channel] = (output[channel] ?? 0) + (input[index] ?? NaN) / positions;
    inputGradient[index] = (outputGradient[channel] ?? NaN) / positions;
  }
  return { output, inputGradient, parameterGradients: [] };
}

/** Values of `shape` with zeros in further channels, up to `channels`. */
export function widened(shape: Shape, channels: number, { input, outputGradient }: ReferenceInputs): Reference {
  const [narrow, wide] = [volume(shape), volume({ ...shape, channels })];
  const output = new Float64Array(outputGradient.length);
  const inputGradient = new Float64Array(input.length);
  for (let index = 0; index < input.length; index++) {
    const place = Math.floor(index / narrow) * wide + (index % narrow);
    output[place] = input[index] ?? NaN;
    inputGradient[index] = outputGradient[place] ?? NaN;
  }
  return { output, inputGradient, parameterGradients: [] };
}

/** What dropout leaves of values of `shape`: a step's `seed`, the layer's `stream` and the place on the device tell which. */
export function dropped(shape: Shape, rate: number, seed: number, stream: number, { input, outputGradient }: ReferenceInputs): Reference {
  const positions = shape.height * shape.width;
  const factor = (index: number) => {
    const picture = Math.floor(index / volume(shape));
    const channel = Math.floor(index / positions) % shape.channels;
    const group = (picture * positions + (index % positions)) * groupsOf(shape.channels) + Math.floor(channel / 4);
    const bits = pcg4d([group, stream, seed, 0])[channel % 4] ?? NaN;
    return bits < rate * 2 ** 32 ? 0 : 1 / (1 - rate);
  };
  return {
    output: Float64Array.from(input, (value, index) => value * factor(index)),
    inputGradient: Float64Array.from(outputGradient, (value, index) => value * factor(index)),
    parameterGradients: [],
  };
}

/** A PReLU of values of `shape`, with a slope for each channel or, if there is but one, for all. */
export function sloped(shape: Shape, { input, outputGradient, parameters: [slopes = []] }: ReferenceInputs): Reference {
  const channelOf = (index: number) => (slopes.length === 1 ? 0 : Math.floor(index / (shape.height * shape.width)) % shape.channels);
  const slopeAt = (index: number) => ((input[index] ?? NaN) > 0 ? 1 : (slopes[channelOf(index)] ?? NaN));
  const slopeGradient = new Float64Array(slopes.length);
  for (let index = 0; index < input.length; index++) {
    const channel = channelOf(index);
    slopeGradient[channel] = at(slopeGradient, channel) + at(outputGradient, index) * Math.min(at(input, index), 0);
  }
  return {
    output: Float64Array.from(input, (value, index) => value * slopeAt(index)),
    inputGradient: Float64Array.from(outputGradient, (value, index) => value * slopeAt(index)),
    parameterGradients: [slopeGradient],
  };
}

/** Normalisation in groups (Wu and He, arXiv 1803.08494): each group of each picture by its own mean and biased variance. */
export function groupNormalisation(
  { input: shape, options }: GraphNode,
  { batch, input, outputGradient, parameters: [weights, biases] }: ReferenceInputs,
): Reference {
  const size = volume(shape) / numeric(options, 'channelGroups');
  const channelOf = (index: number) => Math.floor((index % volume(shape)) / (shape.height * shape.width));
  const [output, inputGradient] = [new Float64Array(input.length), new Float64Array(input.length)];
  const [weightGradient, biasGradient] = [new Float64Array(shape.channels), new Float64Array(shape.channels)];
  for (let start = 0; start < batch * volume(shape); start += size) {
    const places = Array.from({ length: size }, (_, member) => start + member);
    const meanOf = (term: (index: number) => number) => places.reduce((sum, index) => sum + term(index), 0) / size;
    const mean = meanOf((index) => at(input, index));
    const scale = 1 / Math.sqrt(meanOf((index) => (at(input, index) - mean) ** 2) + numeric(options, 'epsilon'));
    const normalised = (index: number) => (at(input, index) - mean) * scale;
    const weighted = (index: number) => at(outputGradient, index) * (weights ? at(weights, channelOf(index)) : 1);
    const [gradient, product] = [meanOf(weighted), meanOf((index) => weighted(index) * normalised(index))];
    for (const index of places) {
      const channel = channelOf(index);
      output[index] = normalised(index) * (weights ? at(weights, channel) : 1) + (biases ? at(biases, channel) : 0);
      inputGradient[index] = scale * (weighted(index) - gradient - normalised(index) * product);
      weightGradient[channel] = at(weightGradient, channel) + at(outputGradient, index) * normalised(index);
      biasGradient[channel] = at(biasGradient, channel) + at(outputGradient, index);
    }
  }
  return { output, inputGradient, parameterGradients: weights ? [weightGradient, biasGradient] : [] };
}

/**
 * Batch normalisation in training (Ioffe and Szegedy, arXiv 1502.03167): the batch's mean and biased variance normalise, the
 * running ones take a share of its mean and unbiased variance.
 */
export function normalisation({ input: shape, options }: GraphNode, { batch, input, outputGradient, parameters }: ReferenceInputs): Reference {
  const scales = options['scale'] === true;
  const [gamma = [], beta = [], runningMean = [], runningVariance = []] = scales ? parameters : [new Float64Array(shape.channels).fill(1), ...parameters];
  const [momentum, epsilon] = [numeric(options, 'momentum'), numeric(options, 'epsilon')];
  const positions = shape.height * shape.width;
  const count = batch * positions;
  const output = new Float64Array(input.length);
  const inputGradient = new Float64Array(input.length);
  const perChannel = () => new Float64Array(shape.channels);
  const [gammaGradient, betaGradient, nextMean, nextVariance] = [perChannel(), perChannel(), perChannel(), perChannel()];
  for (let c = 0; c < shape.channels; c++) {
    const places = Array.from({ length: count }, (_, i) => (Math.floor(i / positions) * shape.channels + c) * positions + (i % positions));
    const sum = (term: (place: number) => number) => places.reduce((total, place) => total + term(place), 0);
    const mean = sum((place) => at(input, place)) / count;
    const squares = sum((place) => (at(input, place) - mean) ** 2);
    const scale = 1 / Math.sqrt(squares / count + epsilon);
    const normalised = (place: number) => (at(input, place) - mean) * scale;
    betaGradient[c] = sum((place) => at(outputGradient, place));
    gammaGradient[c] = sum((place) => at(outputGradient, place) * normalised(place));
    for (const place of places) {
      output[place] = normalised(place) * at(gamma, c) + at(beta, c);
      const share = (at(betaGradient, c) + normalised(place) * at(gammaGradient, c)) / count;
      inputGradient[place] = at(gamma, c) * scale * (at(outputGradient, place) - share);
    }
    nextMean[c] = (1 - momentum) * at(runningMean, c) + momentum * mean;
    nextVariance[c] = (1 - momentum) * at(runningVariance, c) + (momentum * squares) / (count - 1);
  }
  const parameterGradients = scales ? [gammaGradient, betaGradient] : [betaGradient];
  return { output, inputGradient, parameterGradients, states: [nextMean, nextVariance] };
}

/** Softmax of one picture's logits, its cross-entropy, and the gradient of the mean over `pictures`. */
export function crossEntropy(logits: ArrayLike<number>, label: number, pictures: number) {
  const largest = Math.max(...Array.from(logits));
  const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const probabilities = powers.map((power) => power / total);
  return {
    probabilities,
    loss: -Math.log(at(probabilities, label)),
    gradient: probabilities.map((probability, k) => (probability - (k === label ? 1 : 0)) / pictures),
  };
}
