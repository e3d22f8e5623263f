import { f16round } from '@petamoriken/float16';
import { expect, it } from 'vitest';
import { relativeError } from '../../../src/engine/check/relativeError';
import { buildProbeGraph } from '../../../src/engine/graph/graph';
import { model } from '../../../src/engine/graph/spec';
import { Random } from '../../../src/engine/random';
import { normalisation } from '../../support/networks/normalisation';

const CHANNELS = 8;
const DRAWS = 200;
const { nodes } = buildProbeGraph(model([{ type: 'batchNorm' }], { channels: CHANNELS, height: 1, width: 1 }));
type Round = (values: Float64Array) => Float64Array;
const halved: Round = (values) => values.map((value) => f16round(value));
const kept: Round = (values) => values;

/** How far rounding moves the gradient at the input of a normalised vector: the error that nine of ten draws stay below. */
function movedBy(pictures: number, roundInput: Round, roundGradient: Round): number {
  const errors = Array.from({ length: DRAWS }, (_, seed) => {
    const random = Random.from(seed);
    const draw = (length: number) => Float64Array.from({ length }, () => random.between(-1, 1));
    const [input, outputGradient] = [draw(pictures * CHANNELS), draw(pictures * CHANNELS)];
    const tensors = new Map(['weight', 'bias', 'running_mean', 'running_var'].map((name) => [name, draw(CHANNELS)]));
    const gradient = (x: Float64Array, dy: Float64Array) => {
      const [node] = nodes;
      if (!node) throw new Error('no layer');
      return normalisation(node, { pictures, input: x, tensors }).back(dy).inputGradient;
    };
    return relativeError(gradient(roundInput(input), roundGradient(outputGradient)), gradient(input, outputGradient));
  });
  return errors.toSorted((a, b) => a - b)[0.9 * DRAWS] ?? NaN;
}

it('of two pictures hangs on the digits that half precision takes from its input, and on nothing else', () => {
  expect(movedBy(2, halved, kept)).toBeGreaterThan(0.01);
  expect(movedBy(2, kept, halved)).toBeLessThan(0.001);
  expect(movedBy(3, halved, halved)).toBeLessThan(0.002);
  expect(movedBy(8, halved, halved)).toBeLessThan(0.0005);
});
