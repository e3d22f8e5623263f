import { describe, expect, it } from 'vitest';
import { scalarFunction } from '../../../src/engine/check/scalarFunctions';
import { activations, curveOf, FLAT, optionsOfActivation, pointOf, REACH, steepestSlope } from '../../../src/ui/learn/chapters/activation/functions';
import type { LayerSpec } from '../../../src/engine/graph/spec';

describe('the functions of the activation chapter', () => {
  it('are all that the engine has, each with its reference', () => {
    expect(activations).toEqual(expect.arrayContaining(['relu', 'leakyRelu', 'elu', 'gelu', 'silu', 'sigmoid', 'tanh']));
    for (const type of activations) expect(() => scalarFunction({ type })).not.toThrow();
  });

  it.each<[LayerSpec, number, number, number]>([
    [{ type: 'relu' }, -2, 0, 0],
    [{ type: 'relu' }, 3, 3, 1],
    [{ type: 'leakyRelu', slope: 0.3 }, -2, -0.6, 0.3],
    [{ type: 'sigmoid' }, 0, 0.5, 0.25],
    [{ type: 'sigmoid' }, 2, 0.8807970779778823, 0.10499358540350662],
    [{ type: 'tanh' }, 1, 0.7615941559557649, 0.41997434161402614],
    [{ type: 'silu' }, 1, 0.7310585786300049, 0.9276705118714867],
    // Φ(1) and φ(1) of the tables.
    [{ type: 'gelu' }, 1, 0.8413447460685429, 0.8413447460685429 + 0.24197072451914337],
    [{ type: 'elu' }, -1, -0.6321205588285577, 0.36787944117144233],
    [{ type: 'elu', alpha: 2 }, -1, -1.2642411176571153, 0.7357588823428847],
  ])('give what is worked out by hand: %j at %d', (layer, x, value, slope) => {
    const found = pointOf(layer, x);
    expect(found.value).toBeCloseTo(value, 12);
    expect(found.slope).toBeCloseTo(slope, 12);
  });

  it.each(activations)('have the slopes that differences of their values give: %s', (type) => {
    const { x, slopes } = curveOf({ type });
    const { value } = scalarFunction({ type });
    for (const [at, each] of x.entries()) {
      // At 0 some have a corner.
      if (Math.abs(each) > 1e-4) expect(slopes[at]).toBeCloseTo((value(each + 1e-5) - value(each - 1e-5)) / 2e-5, 6);
    }
  });

  it('are drawn from end to end', () => {
    const { x, values } = curveOf({ type: 'tanh' });
    expect([x[0], x.at(-1)]).toEqual([-REACH, REACH]);
    expect(values).toHaveLength(x.length);
  });

  it('are flat where little of a gradient passes', () => {
    // σ′ = 0.05 at ln((1 − 2·0.05 + √(1 − 4·0.05)) / (2·0.05)) = ±2.89, tanh′ = 0.05 at artanh √0.95 = ±2.18.
    const sigmoid = curveOf({ type: 'sigmoid' });
    expect(sigmoid.flatUntil).toBeCloseTo(-2.9, 1);
    expect(sigmoid.flatFrom).toBeCloseTo(2.9, 1);
    expect(curveOf({ type: 'tanh' }).flatFrom).toBeCloseTo(2.19, 1);
    expect(curveOf({ type: 'relu' })).toMatchObject({ flatUntil: 0, flatFrom: undefined });
    expect(curveOf({ type: 'leakyRelu', slope: FLAT }).flatUntil).toBeUndefined();
  });

  it('know their steepest slope', () => {
    expect(steepestSlope({ type: 'sigmoid' })).toBeCloseTo(1 / 4, 12);
    expect(steepestSlope({ type: 'tanh' })).toBeCloseTo(1, 12);
    expect(steepestSlope({ type: 'relu' })).toBe(1);
  });

  it('say what can be set of them', () => {
    expect(optionsOfActivation('leakyRelu').map(({ name }) => name)).toEqual(['slope']);
    expect(optionsOfActivation('elu').map(({ name }) => name)).toEqual(['alpha']);
    expect(optionsOfActivation('tanh')).toEqual([]);
  });
});
