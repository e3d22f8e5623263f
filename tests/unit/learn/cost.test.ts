import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import type { ProfileRow } from '../../../src/engine/profile/report';
import { costsOf, leaderIn, sharesByType, totalOf, twinsIn, usesOf, type Cost } from '../../../src/ui/learn/chapters/cost/costs';
import { networkNamed, networks } from '../../../src/ui/learn/chapters/cost/networks';

const costsOfNetwork = (name: string, rows?: readonly ProfileRow[]) => costsOf(buildGraph(networkNamed(name)), rows && { rows });
const layersIn = (costs: readonly Cost[]) => costs.flatMap(({ of }) => (typeof of === 'object' ? [of] : []));
const row = (path: string, pass: ProfileRow['pass'], milliseconds: number): ProfileRow => ({
  ...{ path, pass, milliseconds },
  ...{ kernel: '', variant: 'direct', flops: 0, bytes: 0 },
});

describe('the costs of LeNet-5', () => {
  it('are those of its formulas', () => {
    // 6 kernels of 5 × 5 × 3 at 28 × 28 places, 16 of 5 × 5 × 6 at 10 × 10, then 400 to 120 to 84 to 10.
    const costs = costsOfNetwork('lenet');
    expect(costs.map(({ parameters }) => parameters)).toEqual([450 + 6, 2400 + 16, 48_000 + 120, 10_080 + 84, 840 + 10, 0, 0]);
    expect(costs.map(({ multiplyAdds }) => multiplyAdds)).toEqual([450 * 784, 2400 * 100, 48_000, 10_080, 840, 0, 0]);
    expect(layersIn(costs).map(usesOf)).toEqual([784, 100, 1, 1, 1]);
    expect(totalOf(costs, 'parameters')).toBe(62_006);
    expect(totalOf(costs, 'multiplyAdds')).toBe(651_720);
  });

  it('have no time before it is measured', () => {
    expect(totalOf(costsOfNetwork('lenet'), 'milliseconds')).toBeUndefined();
  });

  it('add up what was measured, forward and backward, layer by layer', () => {
    const rows = [
      ...[row('batch', 'load', 1), row('layers[0]', 'forward', 2), row('layers[2]', 'forward', 4), row('layers[7]', 'forward', 8)],
      ...[row('loss', 'loss', 16), row('layers[7]', 'backward', 32), row('layers[2]', 'backward', 64), row('layers[0]', 'backward', 128)],
      row('update', 'update', 256),
    ];
    const costs = costsOfNetwork('lenet', rows);
    expect(costs.map(({ milliseconds }) => milliseconds)).toEqual([130, 0, 40, 0, 0, 68, 273]);
    expect(totalOf(costs, 'milliseconds')).toBe(511);
    expect([...sharesByType(costs, 'milliseconds')]).toEqual([
      ['conv2d', 130 / 511],
      ['dense', 40 / 511],
    ]);
  });
});

it('shows convolutions that have few parameters and most of the multiply-adds, and dense layers the other way round', () => {
  const costs = costsOfNetwork('vgg');
  expect(leaderIn(costs, 'parameters')).toBe('dense');
  expect(leaderIn(costs, 'multiplyAdds')).toBe('conv2d');
  // 3 × 3 kernels: 27·32, 288·32, 288·64 and 576·64 weights and their biases.
  expect(sharesByType(costs, 'parameters').get('conv2d')).toBeCloseTo((864 + 32 + 9216 + 32 + 18_432 + 64 + 36_864 + 64) / 1_116_970, 12);
});

it('sets a convolution beside a layer of as many multiply-adds whose weights are not shared', () => {
  const [shared, unshared] = layersIn(Object.values(twinsIn(costsOfNetwork('pair')) ?? {}));
  if (!shared || !unshared) throw new Error('two layers are missing');
  expect([shared.spec.type, unshared.spec.type]).toEqual(['conv2d', 'locallyConnected2d']);
  expect(unshared.multiplyAdds).toBe(shared.multiplyAdds);
  expect([usesOf(shared), usesOf(unshared)]).toEqual([32 * 32, 1]);
  expect(unshared.parameterCount - 16).toBe((shared.parameterCount - 16) * 32 * 32);
  expect(twinsIn(costsOfNetwork('vgg'))).toBeUndefined();
});

it('looks at networks that all can train', () => {
  for (const spec of Object.values(networks)) expect(() => buildGraph(spec)).not.toThrow();
});
