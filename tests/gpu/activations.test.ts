import { describe, expect, it } from 'vitest';
import { normalDistribution, scalarFunction } from '../../src/engine/check/scalarFunctions';
import { buildProbeGraph } from '../../src/engine/graph/graph';
import { model, type LayerSpec } from '../../src/engine/graph/spec';
import { planProbe } from '../../src/engine/plan/plan';
import { Executor } from '../../src/engine/runtime/executor';
import { drawCase, expectOracle, onDevice, shape } from '../support/cases';
import { openDevice, sharedPipelines, traitsPreferring } from '../support/gpu';
import type { Shape } from '../../src/engine/shape';

interface Activation {
  readonly spec: LayerSpec & Readonly<Record<string, string | number>>;
  /** What becomes of −∞ and +∞. */
  readonly ends: readonly [number, number];
}

const activations: readonly Activation[] = [
  { spec: { type: 'leakyRelu' }, ends: [-Infinity, Infinity] },
  { spec: { type: 'leakyRelu', slope: 0.3 }, ends: [-Infinity, Infinity] },
  { spec: { type: 'elu' }, ends: [-1, Infinity] },
  { spec: { type: 'elu', alpha: 2.5 }, ends: [-2.5, Infinity] },
  // As in PyTorch, −∞ times a share of 0 is no number.
  { spec: { type: 'gelu' }, ends: [NaN, Infinity] },
  { spec: { type: 'silu' }, ends: [NaN, Infinity] },
  { spec: { type: 'sigmoid' }, ends: [0, 1] },
  { spec: { type: 'scale', factor: 0.3 }, ends: [-Infinity, Infinity] },
  { spec: { type: 'tanh' }, ends: [-1, 1] },
];

const named = activations.map((activation) => [Object.values(activation.spec).join(' '), activation] as const);
const traits = () => traitsPreferring('direct');

/** A function and its derivative on the device at given points. */
async function onPoints(spec: LayerSpec, points: Float32Array) {
  const drawn = drawCase([spec], shape(points.length, 1, 1), 1);
  return onDevice({ ...drawn, input: points, outputGradient: new Float32Array(points.length).fill(1) }, await traits());
}

describe('the normal distribution, by which gelu is tested,', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.96, 0.024997895148220435],
    [5, 0.9999997133484281],
  ])('at %d is that of the tables', (x, expected) => {
    expect(normalDistribution(x)).toBeCloseTo(expected, 14);
  });
});

describe.each(named)('%s', (_, { spec, ends }) => {
  const { value, slope } = scalarFunction(spec);

  it.each<[string, readonly LayerSpec[], Shape, number]>([
    ['alone, one channel, one picture', [spec], shape(1, 1, 1), 1],
    ['behind a convolution, in a row, before a pool', [{ type: 'conv2d', filters: 6 }, spec, spec, { type: 'maxPool2d' }], shape(5, 4, 6), 3],
    ['on a vector that was a picture', [{ type: 'flatten' }, spec, { type: 'dense', units: 7 }], shape(3, 5, 2), 2],
    ['between ReLUs', [{ type: 'dense', units: 9 }, { type: 'relu' }, spec, { type: 'relu' }], shape(257, 1, 1), 2],
  ])('%s', async (_where, layers, input, batch) => {
    await expectOracle(drawCase(layers, input, batch), await traits());
  });

  it('is right to a millionth from −20 to 20, and so is its derivative', async () => {
    const points = Float32Array.from({ length: 8001 }, (_point, at) => (at - 4000) / 200);
    const { output, inputGradient } = await onPoints(spec, points);
    const off = (found: Float32Array, expected: (x: number) => number) =>
      Math.max(...points.map((x, at) => Math.abs((found[at] ?? NaN) - expected(x)) / Math.max(1, Math.abs(expected(x)))));
    expect(off(output, value)).toBeLessThan(1e-6);
    expect(off(inputGradient, slope)).toBeLessThan(1e-6);
  });

  it('has a reference whose derivative is that of its value', () => {
    for (let x = -8.05; x < 8.1; x += 0.1) expect(slope(x)).toBeCloseTo((value(x + 1e-5) - value(x - 1e-5)) / 2e-5, 7);
  });

  it('keeps the digits of values near zero', async () => {
    const points = Float32Array.of(-1e-3, -1e-6, -1e-12, 0, 1e-12, 1e-6, 1e-3);
    const { output } = await onPoints(spec, points);
    for (const [at, x] of points.entries()) {
      expect(Math.abs((output[at] ?? NaN) - value(x))).toBeLessThanOrEqual(1e-6 * Math.abs(value(x)));
    }
  });

  it('stays finite for large values, with the derivative that it tends to', async () => {
    const points = Float32Array.of(-3e38, -1e20, -1e4, -100, 100, 1e4, 1e20, 3e38);
    const { output, inputGradient } = await onPoints(spec, points);
    for (const [at, x] of points.entries()) {
      // So far out each of them is level or a straight line.
      const level = x < 0 ? ends[0] : ends[1];
      const tilt = Number(slope(Math.sign(x) * 28).toFixed(9));
      const expected = Number.isFinite(level) ? level : x * tilt;
      expect(Math.abs((output[at] ?? NaN) - expected), `value at ${x}`).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(expected)));
      expect(Math.abs((inputGradient[at] ?? NaN) - tilt), `derivative at ${x}`).toBeLessThan(1e-6);
    }
  });

  it('hides neither infinities nor what is not a number', async () => {
    const { output } = await onPoints(spec, Float32Array.of(NaN, -Infinity, Infinity, 0));
    expect([...output].map((y) => y + 0)).toEqual([NaN, ...ends, value(0)]);
    const drawn = drawCase([spec], shape(4, 1, 1), 1);
    const { inputGradient } = await onDevice({ ...drawn, outputGradient: Float32Array.of(NaN, -Infinity, Infinity, 0) }, await traits());
    expect([...inputGradient].map((dx) => dx + 0)).toEqual([NaN, -Infinity, Infinity, 0]);
  });
});

describe('channels that fill no group', () => {
  it.each<[string, readonly LayerSpec[], Shape]>([
    ['a picture', [{ type: 'sigmoid' }], shape(5, 2, 3)],
    ['a picture made a vector', [{ type: 'flatten' }, { type: 'sigmoid' }], shape(5, 2, 3)],
    ['a vector made a vector', [{ type: 'flatten' }, { type: 'sigmoid' }], shape(9, 1, 1)],
    ['a picture of whole groups made a vector', [{ type: 'flatten' }, { type: 'sigmoid' }], shape(8, 2, 3)],
  ])('stay zero in %s', async (_, layers, input) => {
    const plan = planProbe(buildProbeGraph(model(layers, input)), 2, await traits());
    const executor = await Executor.create(await openDevice(), plan, await sharedPipelines());
    try {
      executor.run(0, plan.forwardCount);
      const values = await executor.readValues(plan.output.storage);
      const groups = Math.ceil(input.channels / 4) * 4;
      expect([...values]).toEqual([...values].map((__, at) => (at % groups < input.channels ? 0.5 : 0)));
    } finally {
      executor.destroy();
    }
  });
});
