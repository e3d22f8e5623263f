import { describe, expect, it } from 'vitest';
import { diagnose, type Evidence, type Values } from '../../../src/engine/metrics/diagnosis';
import type { HealthReport, LayerHealth } from '../../../src/engine/metrics/health';
import { Random } from '../../../src/engine/random';
import { distributionOf } from '../../../src/engine/metrics/statistics';

const values = (list: readonly number[]): Values => ({ length: list.length, at: (index) => list[index] ?? Number.NaN });

const none: Evidence = { looks: [], training: { loss: values([]), accuracy: values([]) }, validation: { accuracy: values([]), pictures: 100 } };

/** A look at layers whose gradients have these norms. */
const gradients = (...norms: readonly number[]): HealthReport => ({
  ...{ step: 1, pictures: 4 },
  layers: norms.map((norm, at) => ({ path: `layers[${at}]`, gradients: distributionOf(Float32Array.of(norm)) })),
});

const looks = (list: readonly HealthReport[]): Evidence => ({ ...none, looks: list });
const rules = (evidence: Evidence) => diagnose(evidence).map(({ rule }) => rule);

describe('vanishing gradients', () => {
  it('are told where the first layer has less than a thousandth of the last', () => {
    const [warning] = diagnose(looks([gradients(2 ** -12, 0.1, 1)]));
    expect(warning).toEqual({ rule: 'vanishing', first: 'layers[0]', last: 'layers[2]', firstNorm: 2 ** -12, lastNorm: 1 });
  });

  it('are not where it has more, where there is one layer, or before there was a step', () => {
    expect(rules(looks([gradients(2 ** -9, 0.1, 1)]))).toEqual([]);
    expect(rules(looks([gradients(1e-9)]))).toEqual([]);
    expect(rules(looks([gradients(0, 0)]))).toEqual([]);
    expect(rules(looks([gradients()]))).toEqual([]);
  });

  it('are not told after one look out of three, and go when they are over', () => {
    const [fine, gone] = [gradients(1, 1), gradients(1e-5, 1)];
    expect(rules(looks([fine, fine, gone]))).toEqual([]);
    expect(rules(looks([fine, gone, gone]))).toEqual(['vanishing']);
    expect(rules(looks([gone, gone, fine, fine]))).toEqual([]);
  });
});

describe('exploding gradients', () => {
  const usual = Array.from({ length: 5 }, () => gradients(3, 4));

  it('are told where two looks in a row have more than ten times the usual norm, over all layers', () => {
    expect(diagnose(looks([...usual, gradients(36, 48), gradients(60, 80)]))).toEqual([{ rule: 'explodingGradients', norm: 60, usual: 5 }]);
  });

  it('are not after one such look, at nine times, or before there is a usual one', () => {
    expect(rules(looks([...usual, gradients(3, 4), gradients(60, 80)]))).toEqual([]);
    expect(rules(looks([...usual, gradients(27, 36), gradients(27, 36)]))).toEqual([]);
    expect(rules(looks([...usual.slice(0, 4), gradients(36, 48), gradients(60, 80)]))).toEqual([]);
  });
});

describe('values that are no numbers', () => {
  const of = (...list: readonly number[]) => distributionOf(Float32Array.from(list));
  const [fine, one, two] = [of(1, 2), of(NaN, 1), of(Infinity, -Infinity)] as const;
  const look = (...layers: readonly Omit<LayerHealth, 'path'>[]): HealthReport => ({
    ...{ step: 1, pictures: 4 },
    layers: layers.map((layer, at) => ({ path: `layers[${at}]`, ...layer })),
  });

  it('are told before all else, of weights before activations before gradients', () => {
    const gradients = look({ gradients: one }, { gradients: two });
    expect(diagnose(looks([gradients]))).toEqual([{ rule: 'broken', path: 'layers[0]', of: 'gradients', broken: 1 }]);
    const activations = look({ activations: fine, gradients: one }, { activations: two, dead: 1 });
    expect(diagnose(looks([activations]))).toEqual([
      { rule: 'broken', path: 'layers[1]', of: 'activations', broken: 2 },
      { rule: 'dead', path: 'layers[1]', share: 1 },
    ]);
    expect(diagnose(looks([look({ activations: one }, { weights: two })]))).toMatchObject([{ of: 'weights', path: 'layers[1]' }]);
  });

  it('are not where there are none, or no longer any', () => {
    expect(diagnose(looks([look({ weights: one }), look({ weights: fine })]))).toEqual([]);
  });
});

describe('dead ReLUs', () => {
  const of = (...shares: readonly number[]) =>
    looks([{ step: 1, pictures: 4, layers: shares.map((dead, at): LayerHealth => ({ path: `layers[${at}]`, dead })) }]);

  it('are told of the layer that has most', () => {
    expect(diagnose(of(0.45, 0.75, 0.5))).toEqual([{ rule: 'dead', path: 'layers[1]', share: 0.75 }]);
  });

  it('are not where fewer than two in five are', () => {
    expect(rules(of(0.3, 0.39))).toEqual([]);
  });
});

/** Losses around a curve, with noise of a known bound; accuracies beside. */
function training(steps: number, loss: (step: number) => number, noise = 0.2, accuracy = 0.5): Evidence {
  const random = Random.from(5);
  const losses = Array.from({ length: steps }, (_, step) => loss(step) + random.between(-noise, noise));
  return { ...none, training: { loss: values(losses), accuracy: values(losses.map(() => accuracy)) } };
}

describe('a loss that does not fall', () => {
  it('is told over many steps, against its noise', () => {
    const [warning] = diagnose(training(300, () => 2.3));
    expect(warning).toMatchObject({ rule: 'notFalling', steps: 300 });
    expect(rules(training(4000, (step) => 1 + Math.exp(-step / 300)))).toEqual(['notFalling']);
    expect(rules(training(600, (step) => 1 + step / 2000))).toEqual(['notFalling']);
  });

  it('is not of one that falls within its noise, of a few steps, or where nothing is left to learn', () => {
    // By 0.09 between the halves, where each mean has an error of 0.2 / √3 / √150.
    expect(rules(training(300, (step) => 2.3 - 0.0006 * step))).toEqual([]);
    expect(rules(training(299, () => 2.3))).toEqual([]);
    expect(rules(training(600, () => 0.01, 0.005, 0.99))).toEqual([]);
  });
});

describe('a loss that explodes', () => {
  it('is told where it is twice that of the start, and then not that it does not fall', () => {
    expect(rules(training(400, (step) => 2.3 * 1.01 ** step))).toEqual(['explodingLoss']);
    const [warning] = diagnose(training(60, (step) => (step < 40 ? 2 : 6), 0));
    expect(warning).toEqual({ rule: 'explodingLoss', loss: 6, initial: 2 });
  });

  it('is told of fewer steps where it is ten times that', () => {
    expect(diagnose(training(7, (step) => 2 * 100 ** step, 0))).toMatchObject([{ rule: 'explodingLoss', initial: 2 }]);
    expect(rules(training(7, (step) => (step < 5 ? 2 : 15), 0))).toEqual([]);
    expect(rules(training(1, () => 1e9))).toEqual([]);
  });

  it('is not of one that peaks below that, or of a few steps', () => {
    expect(rules(training(60, (step) => (step < 40 ? 2 : 3.9), 0))).toEqual([]);
    expect(rules(training(39, (step) => (step < 20 ? 2 : 6), 0))).toEqual([]);
  });
});

describe('overfitting', () => {
  /** @param accuracies of the validations, of 400 pictures: the error of a share of 0.6 is 0.0245. */
  const of = (seen: number, ...accuracies: readonly number[]): Evidence => ({
    ...training(200, (step) => 2 - step / 200, 0.1, seen),
    validation: { accuracy: values(accuracies), pictures: 400 },
  });

  it('is told where the validation falls, far below the training', () => {
    expect(diagnose(of(0.8, 0.5, 0.6, 0.58, 0.54))[0]).toMatchObject({ rule: 'overfitting', validation: 0.54, best: 0.6 });
  });

  it('is not where the validation has not fallen beyond its noise, or the training is no better', () => {
    expect(rules(of(0.8, 0.5, 0.6, 0.56))).toEqual([]);
    expect(rules(of(0.8, 0.5, 0.55, 0.6))).toEqual([]);
    expect(rules(of(0.6, 0.5, 0.6, 0.54))).toEqual([]);
    expect(rules(of(0.9, 0.4))).toEqual([]);
  });
});

it('nothing is told of nothing', () => {
  expect(diagnose(none)).toEqual([]);
});
