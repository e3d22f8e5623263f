import { describe, expect, it } from 'vitest';
import { brierScore, crossEntropy, expectedCalibrationError, reliability } from '../../../src/engine/metrics/calibration';
import {
  accuracyOf,
  changeOfRight,
  classFigures,
  confidentMistakes,
  confusionMatrix,
  guesses,
  guessesIn,
  interval,
  leadOf,
  rightOnes,
  topAccuracy,
  type Guess,
  type Predicted,
} from '../../../src/engine/metrics/evaluation';
import { Random } from '../../../src/engine/random';

const probabilities = [...[0.75, 0.25, 0], ...[0.25, 0.625, 0.125], ...[0.125, 0.875, 0], ...[0.5, 0.5, 0], ...[0.25, 0.5, 0.25], ...[0.0625, 0.75, 0.1875]];
/** Logits may be off by any number, for each picture another. */
const logarithms = probabilities.map((p, at) => Math.log(p) + Math.floor(at / 3));
const predicted: Predicted = {
  classes: 3,
  labels: Uint8Array.of(0, 0, 1, 1, 1, 0),
  logits: Float32Array.of(...logarithms),
};
const found = guesses(predicted);

/** Rows of random numbers that add up to 1, without equal ones, and random labels. */
function drawn(seed: number, pictures = 200, classes = 10): Predicted {
  const random = Random.from(seed);
  const rows = Array.from({ length: pictures }, () => {
    const parts = Array.from({ length: classes }, () => -Math.log(1 - random.between(0, 1)));
    const all = parts.reduce((sum, part) => sum + part, 0);
    return parts.map((part) => part / all);
  });
  return { classes, labels: Uint8Array.from({ length: pictures }, () => random.below(classes)), logits: Float32Array.from(rows.flat(), Math.log) };
}

describe('a matrix worked by hand', () => {
  const matrix = confusionMatrix(found, 3);

  it('takes the likeliest class, of equally likely ones the first', () => {
    expect(found.map(({ taken }) => taken)).toEqual([0, 1, 1, 0, 1, 1]);
    for (const [at, probability] of [0.75, 0.625, 0.875, 0.5, 0.5, 0.75].entries()) expect(found[at]?.probability).toBeCloseTo(probability, 6);
    expect(matrix).toEqual([
      [1, 2, 0],
      [1, 2, 0],
      [0, 0, 0],
    ]);
    expect(accuracyOf(matrix)).toBe(3 / 6);
  });

  it('has precision, recall and F1 by class, and none where there is nothing to divide by', () => {
    expect(classFigures(matrix)).toEqual([
      { pictures: 3, taken: 2, precision: 1 / 2, recall: 1 / 3, f1: 2 / 5 },
      { pictures: 3, taken: 4, precision: 2 / 4, recall: 2 / 3, f1: 4 / 7 },
      { pictures: 0, taken: 0, precision: undefined, recall: undefined, f1: undefined },
    ]);
    const [, never] = classFigures([
      [2, 0],
      [3, 0],
    ]);
    expect(never).toEqual({ pictures: 3, taken: 0, precision: undefined, recall: 0, f1: 0 });
  });

  it('has the true class among the first k, the lower number first among equals', () => {
    expect([1, 2, 3].map((k) => topAccuracy(predicted, k))).toEqual([3 / 6, 5 / 6, 1]);
  });

  it('lists mistakes and the pictures of a cell, the most confident first', () => {
    expect(confidentMistakes(found).map(({ index }) => index)).toEqual([5, 1, 3]);
    expect(guessesIn(found, 0, 1).map(({ index }) => index)).toEqual([5, 1]);
    expect(guessesIn(found, 1, 1).map(({ index }) => index)).toEqual([2, 4]);
    expect(guessesIn(found, 2, 0)).toEqual([]);
  });

  it('is compared picture by picture', () => {
    const taking = (...taken: number[]): Guess[] => taken.map((each, index) => ({ index, label: 0, taken: each, probability: 1 }));
    expect(changeOfRight(taking(0, 1, 2, 0), taking(1, 0, 1, 0))).toEqual({ gained: 1, lost: 1 });
    expect(changeOfRight(taking(1, 1, 1), taking(0, 0, 2))).toEqual({ gained: 2, lost: 0 });
    expect(rightOnes(predicted)).toEqual(Uint8Array.of(1, 0, 1, 0, 1, 0));
    // Three pictures only the first has right, one only the second: (3 − 1) / 6 against (2 √4 + 1) / 6.
    expect(leadOf(Uint8Array.of(1, 1, 1, 0, 1, 0), Uint8Array.of(0, 0, 0, 1, 1, 0))).toEqual({ difference: 2 / 6, scatter: 5 / 6, pictures: 6 });
    expect(leadOf(Uint8Array.of(1, 0), Uint8Array.of(1, 0))).toEqual({ difference: 0, scatter: 1 / 2, pictures: 2 });
  });

  it('finds a lead that is none in one of twenty', () => {
    const random = Random.from(9);
    const network = (share: number) => Uint8Array.from({ length: 500 }, () => Number(random.between(0, 1) < share));
    const times = 400;
    const isLead = (a: number, b: number) => {
      const { difference, scatter } = leadOf(network(a), network(b));
      return Math.abs(difference) > scatter;
    };
    const found = (a: number, b: number) => Array.from({ length: times }, () => isLead(a, b)).filter(Boolean).length / times;
    expect(found(0.15, 0.15)).toBeLessThan(0.07);
    expect(found(0.15, 0.3)).toBeGreaterThan(0.99);
  });
});

describe('calibration worked by hand', () => {
  const bins = reliability(
    found.map((guess, at) => ({ ...guess, probability: [0.75, 0.625, 0.875, 0.5, 0.5, 0.75][at] ?? NaN })),
    2,
  );

  it('sorts pictures into bins whose upper ends belong to them', () => {
    expect(bins).toEqual([
      { from: 0, to: 0.5, pictures: 2, confidence: 0.5, accuracy: 1 / 2 },
      { from: 0.5, to: 1, pictures: 4, confidence: (0.75 + 0.625 + 0.875 + 0.75) / 4, accuracy: 2 / 4 },
    ]);
    expect(reliability(found, 10)[0]).toEqual({ from: 0, to: 0.1, pictures: 0, confidence: undefined, accuracy: undefined });
  });

  it('weighs the gap of each bin by its pictures', () => {
    expect(expectedCalibrationError(bins)).toBeCloseTo((2 / 6) * 0 + (4 / 6) * (0.75 - 0.5), 12);
    expect(expectedCalibrationError(reliability([], 10))).toBe(0);
  });

  it('has the cross-entropy and the Brier score', () => {
    const ofLabels = [0.75, 0.25, 0.875, 0.5, 0.5, 0.0625];
    expect(crossEntropy(predicted)).toBeCloseTo(-ofLabels.reduce((sum, p) => sum + Math.log(p), 0) / 6, 6);
    const squares = [0.125, 0.5625 + 0.390625 + 0.015625, 0.03125, 0.5, 0.0625 + 0.25 + 0.0625, 0.9375 ** 2 + 0.75 ** 2 + 0.1875 ** 2];
    expect(brierScore(predicted)).toBeCloseTo(squares.reduce((sum, square) => sum + square, 0) / 6, 6);
  });

  it('has the cross-entropy of a probability that 32 or 64 bits do not hold', () => {
    const of = (...logits: number[]) => crossEntropy({ classes: 2, labels: Uint8Array.of(1), logits: Float32Array.from(logits) });
    expect(of(200, 0)).toBeCloseTo(200, 12);
    expect(of(3.25e15, 0)).toBe(Math.fround(3.25e15));
    expect(of(2e38, -1e38)).toBeCloseTo(Math.fround(2e38) - Math.fround(-1e38), -30);
    expect(of(1e6, 1e6)).toBeCloseTo(Math.LN2, 12);
    expect(of(NaN, 0)).toBeNaN();
    expect(of(0, -Infinity)).toBe(Infinity);
  });

  it('ranks classes that are all too unlikely for a probability', () => {
    const steep: Predicted = { classes: 4, labels: Uint8Array.of(3), logits: Float32Array.of(1000, 0, 100, 200) };
    expect([1, 2, 3].map((k) => topAccuracy(steep, k))).toEqual([0, 1, 1]);
    expect(guesses({ ...steep, logits: Float32Array.of(1, 1 + 2 ** -22, 0, 0) })[0]?.taken).toBe(1);
  });
});

describe.each([1, 2, 3])('drawn at random, seed %i', (seed) => {
  const some = drawn(seed);
  const guessed = guesses(some);
  const matrix = confusionMatrix(guessed, some.classes);
  const figures = classFigures(matrix);

  it('counts every picture once', () => {
    expect(matrix.flat().reduce((sum, count) => sum + count, 0)).toBe(200);
    expect(reliability(guessed).reduce((sum, { pictures }) => sum + pictures, 0)).toBe(200);
    expect(figures.reduce((sum, { taken }) => sum + taken, 0)).toBe(200);
    const cells = figures.flatMap((_, label) => figures.flatMap((__, taken) => guessesIn(guessed, label, taken)));
    expect(cells.map(({ index }) => index).sort((a, b) => a - b)).toEqual(guessed.map(({ index }) => index));
  });

  it('agrees with itself: top 1 is the accuracy, which is the mean recall weighted by pictures', () => {
    const accuracy = accuracyOf(matrix);
    expect(topAccuracy(some, 1)).toBe(accuracy);
    expect(figures.reduce((sum, { recall = 0, pictures }) => sum + recall * pictures, 0) / 200).toBeCloseTo(accuracy, 12);
    expect(topAccuracy(some, 10)).toBe(1);
    expect(confidentMistakes(guessed)).toHaveLength(Math.round(200 * (1 - accuracy)));
  });

  it('has F1 as the harmonic mean', () => {
    for (const { precision, recall, f1 } of figures) {
      if (precision && recall) expect(f1).toBeCloseTo(2 / (1 / precision + 1 / recall), 12);
    }
  });

  it('has no calibration error where every bin is right as often as it is sure', () => {
    // Eight pictures at 0.75, of which six are right; two at 0.5, of which one is.
    const right = [...Array.from({ length: 8 }, (_, at) => at < 6), true, false];
    const sure = right.map((isRight, index): Guess => ({ index, label: 0, taken: isRight ? 0 : 1, probability: index < 8 ? 0.75 : 0.5 }));
    expect(expectedCalibrationError(reliability(sure))).toBe(0);
  });
});

it('gives Wilson’s interval', () => {
  // Worked in Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263.
  const [low, high] = interval(81 / 263, 263);
  expect(low).toBeCloseTo(0.2553, 4);
  expect(high).toBeCloseTo(0.3662, 4);
  expect(interval(0, 10)[0]).toBe(0);
});
